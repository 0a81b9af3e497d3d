"""Logs of mostly poor behaviour in Gymnasium's simulators: `make FOLDER` writes sets/NAME/train.csv (70 % of the episodes
random, the rest a rule of thumb that errs in a third of its steps); after run-policies.ts has learnt a policy from it,
`score FOLDER` rolls the delivered ONNX file out in the simulator beside cloning (scikit-learn) and the log."""
import csv
import json
import sys
from pathlib import Path

import gymnasium as gym
import numpy as np

ROLLOUTS = 50
SETS = {
    "cartpole": {"env": "CartPole-v1", "steps": 200, "episodes": 150, "rule": lambda s: int(s[2] + 0.5 * s[3] > 0)},
    "acrobot": {"env": "Acrobot-v1", "steps": 200, "episodes": 60, "rule": lambda s: 0 if s[4] > 0 else 2},
}


def roll(env, act, seed):
    state, _ = env.reset(seed=seed)
    rows, over = [], False
    while not over:
        action = int(act(state))
        following, reward, ended, cut, _ = env.step(action)
        rows.append((state, action, float(reward), following, int(ended)))
        state, over = following, ended or cut
    return rows


def mean_return(name, act):
    env = gym.make(SETS[name]["env"], max_episode_steps=SETS[name]["steps"])
    return float(np.mean([sum(r[2] for r in roll(env, act, 10_000 + k)) for k in range(ROLLOUTS)]))


def make(folder):
    for name, setting in SETS.items():
        random = np.random.default_rng(1)
        env = gym.make(setting["env"], max_episode_steps=setting["steps"])
        target = folder / "sets" / name
        target.mkdir(parents=True, exist_ok=True)
        width = env.observation_space.shape[0]
        head = ["episode", "step", *(f"s{i}" for i in range(width)), "action", "reward"]
        head += [*(f"ns{i}" for i in range(width)), "done"]
        with open(target / "train.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            for episode in range(setting["episodes"]):
                noise = 1 if random.random() < 0.7 else 0.33
                act = lambda s: random.integers(env.action_space.n) if random.random() < noise else setting["rule"](s)
                for step, (s, a, r, ns, done) in enumerate(roll(env, act, episode)):
                    writer.writerow([episode, step, *s, a, r, *ns, done])


def clone(path):
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    table = np.genfromtxt(path, delimiter=",", names=True)
    states = np.stack([table[c] for c in table.dtype.names if c.startswith("s") and c != "step"], 1)
    model = make_pipeline(StandardScaler(), MLPClassifier((64, 64), max_iter=60, random_state=1))
    model.fit(states, table["action"].astype(int))
    logged = [table["reward"][table["episode"] == e].sum() for e in np.unique(table["episode"])]
    return float(np.mean(logged)), lambda s: model.predict(s[None])[0]


def score(folder):
    import onnxruntime

    for name, setting in SETS.items():
        target = folder / "sets" / name
        session = onnxruntime.InferenceSession(target / "policy.onnx")
        random = np.random.default_rng(2)
        count = 2 if name == "cartpole" else 3
        logged, cloned = clone(target / "train.csv")
        delivered = lambda s: np.argmax(session.run(None, {"state": s[None].astype(np.float32)})[0][0])
        returns = {
            "logged": logged,
            "random": mean_return(name, lambda s: random.integers(count)),
            "cloning": mean_return(name, cloned),
            "delivered": mean_return(name, delivered),
            "the log's rule, without errors": mean_return(name, setting["rule"]),
        }
        print(json.dumps({"set": name, **{key: round(value, 1) for key, value in returns.items()}}))


if __name__ == "__main__":
    {"make": make, "score": score}[sys.argv[1]](Path(sys.argv[2]))
