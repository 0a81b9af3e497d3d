"""PyTorch's side of bench/onnx-step.ts. Arguments: folder, threads, seconds a tail. Writes <name>.onnx tails into the folder (once),
prints JSON {name: [wall, CPU] milliseconds of the fastest training step at batch 16 (SGD with momentum)}.
Needs torch, transformers, onnx from PyPI.
"""
import json
import pathlib
import sys
import time
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore")
folder, threads, SECONDS = pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(threads)
BATCH, CLASSES = 16, 10


class Bottleneck(nn.Module):
    """Last block of ResNet-50 as exported (BatchNorm folded) and a head."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(2048, 512, 1), nn.Conv2d(512, 512, 3, padding=1), nn.Conv2d(512, 2048, 1)
        self.fc = nn.Linear(2048, CLASSES)

    def forward(self, x):
        y = self.c(F.relu(self.b(F.relu(self.a(x)))))
        return self.fc(F.relu(x + y).mean((2, 3)))


class MobileTail(nn.Module):
    """Last inverted residual and last convolution of MobileNetV2 (width 1.0), and a head."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(160, 960, 1), nn.Conv2d(960, 960, 3, padding=1, groups=960), nn.Conv2d(960, 320, 1)
        self.last, self.fc = nn.Conv2d(320, 1280, 1), nn.Linear(1280, CLASSES)

    def forward(self, x):
        x = F.relu6(self.last(self.c(F.relu6(self.b(F.relu6(self.a(x)))))))
        return self.fc(x.mean((2, 3)))


class BertTop(nn.Module):
    """Top layer of BERT-base over 128 tokens, first token, and a head."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(768, 768) for _ in range(4))
        self.up, self.down = nn.Linear(768, 3072), nn.Linear(3072, 768)
        self.n1, self.n2, self.fc = nn.LayerNorm(768), nn.LayerNorm(768), nn.Linear(768, CLASSES)

    def forward(self, x):
        heads = lambda t: t.view(-1, 128, 12, 64).transpose(1, 2)
        scores = heads(self.q(x)) @ heads(self.k(x)).transpose(-1, -2) / 8
        mixed = (scores.softmax(-1) @ heads(self.v(x))).transpose(1, 2).reshape(-1, 128, 768)
        x = self.n1(x + self.o(mixed))
        x = self.n2(x + self.down(F.gelu(self.up(x))))
        return self.fc(x[:, 0])


TAILS = {
    "MobileNetV2 last block + head": (MobileTail, (160, 7, 7)),
    "ResNet-50 last bottleneck + head": (Bottleneck, (2048, 7, 7)),
    "BERT-base top layer + head": (BertTop, (128, 768)),
}


def fastest(model, x, labels):
    optimiser = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
    best, cpu, began = 1e9, 1e9, time.time()
    while time.time() - began < SECONDS:
        start, busy = time.time(), time.process_time()
        optimiser.zero_grad()
        F.cross_entropy(model(x), labels).backward()
        optimiser.step()
        best, cpu = min(best, time.time() - start), min(cpu, time.process_time() - busy)
    return [best * 1000, cpu * 1000]


results = {}
for name, (make, sizes) in TAILS.items():
    torch.manual_seed(1)
    model = make().eval()
    file = folder / f"{name}.onnx"
    x = torch.randn(BATCH, *sizes)
    if not file.exists():
        torch.onnx.export(
            model, (x,), str(file), dynamo=False, opset_version=17, input_names=["x"], output_names=["logits"],
            dynamic_axes={"x": {0: "batch"}},
        )
    results[name] = fastest(model, x, torch.randint(0, CLASSES, (BATCH,)))
print(json.dumps({"torch": torch.__version__, "milliseconds": results}))
