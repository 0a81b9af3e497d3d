"""A decoder of GPT-2's size (124 M parameters) with random weights, as ONNX in the Hub's layout, for run.ts.

In: a folder. Out: config.json, tokenizer files (of the tests' tiny model) and onnx/model.onnx in it.
Run: python bench/generation/make-gpt2.py FOLDER   (torch 2.13.0, transformers, onnx from PyPI)
"""
import pathlib
import shutil
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

folder = pathlib.Path(sys.argv[1])
(folder / "onnx").mkdir(parents=True, exist_ok=True)
config = GPT2Config(attn_implementation="eager", architectures=["GPT2LMHeadModel"], bos_token_id=0, eos_token_id=0)


class Decoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = GPT2LMHeadModel(config)
        self.eval()

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).logits


torch.manual_seed(1)
ids = torch.ones(2, 8, dtype=torch.long)
axes = {0: "batch", 1: "sequence"}
with torch.no_grad():
    torch.onnx.export(
        Decoder(), (ids, torch.ones_like(ids)), str(folder / "onnx/model.onnx"), dynamo=False, opset_version=14,
        input_names=["input_ids", "attention_mask"], output_names=["logits"],
        dynamic_axes={name: axes for name in ("input_ids", "attention_mask", "logits")},
    )
(folder / "config.json").write_text(config.to_json_string())
tiny = pathlib.Path(__file__).parents[2] / "test/backbones/fixtures/hub/tiny/gpt2"
for name in ("tokenizer.json", "tokenizer_config.json"):
    shutil.copy(tiny / name, folder / name)
print((folder / "onnx/model.onnx").stat().st_size)
