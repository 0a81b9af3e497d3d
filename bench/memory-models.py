"""ResNet-50, BERT-base, a decoder of GPT-2's size and XLM-RoBERTa-large with random weights, as ONNX in the Hub's
layout, and a Llama of SmolLM2-135M's size as safetensors, for memory.ts.

In: a folder. Out: resnet50/, bert-base/, gpt2/ and xlm-roberta-large/ in it, each with config.json, preprocessor or
tokenizer files (those of the tests' tiny models) and onnx/model.onnx; the last, of 2.1 GiB, with onnx/model.onnx_data; smollm2-135m/ with model.safetensors in bfloat16.
Run: python bench/memory-models.py FOLDER   (torch 2.13.0, transformers, onnx from PyPI; 10 GB of memory)
"""
import json
import pathlib
import shutil
import sys
import tempfile
import warnings

import onnx
import torch
from transformers import (
    BertConfig,
    BertModel,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    ResNetConfig,
    ResNetForImageClassification,
    XLMRobertaConfig,
    XLMRobertaModel,
)

warnings.filterwarnings("ignore")
root = pathlib.Path(sys.argv[1])
tiny = pathlib.Path(__file__).parents[1] / "test/hub/fixtures/tiny"


class Named(torch.nn.Module):
    """Positional tensors in, one named output out."""

    def __init__(self, model, names, output):
        super().__init__()
        self.model, self.names, self.output = model, names, output
        self.eval()

    def forward(self, *values):
        return self.model(**dict(zip(self.names, values)))[self.output]


def write(name, model, inputs, output, axes, apart=False):
    folder = root / name
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(model.config.to_json_string())
    path = folder / "onnx/model.onnx"
    # Above 2 GiB the exporter writes one file a weight beside the graph.
    with torch.no_grad(), tempfile.TemporaryDirectory(dir=folder) as exported:
        torch.onnx.export(
            Named(model, list(inputs), output), tuple(inputs.values()), f"{exported}/model.onnx", dynamo=False,
            opset_version=14, input_names=list(inputs), output_names=[output], dynamic_axes=axes,
        )
        if apart:
            onnx.save_model(
                onnx.load(f"{exported}/model.onnx"), str(path), save_as_external_data=True, location="model.onnx_data"
            )
        else:
            pathlib.Path(exported, "model.onnx").rename(path)
    print(name, sum(weight.numel() for weight in model.parameters()), sum(f.stat().st_size for f in path.parent.iterdir()))
    return folder


def text_model(name, model, output="last_hidden_state", tokenizer="bert", apart=False):
    ids = torch.ones(2, 8, dtype=torch.long)
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    tokens = {value: {0: "batch", 1: "sequence"} for value in (*inputs, output)}
    folder = write(name, model, inputs, output, tokens, apart)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tiny / tokenizer / file, folder / file)


torch.manual_seed(1)
resnet = ResNetForImageClassification(ResNetConfig(architectures=["ResNetForImageClassification"], num_labels=1_000))
batch = {"pixel_values": {0: "batch"}, "logits": {0: "batch"}}
folder = write("resnet50", resnet, {"pixel_values": torch.randn(2, 3, 224, 224)}, "logits", batch)
settings = json.loads((tiny / "resnet/preprocessor_config.json").read_text())
(folder / "preprocessor_config.json").write_text(json.dumps(settings | {"size": {"shortest_edge": 224}}))

text_model("bert-base", BertModel(BertConfig(attn_implementation="eager", architectures=["BertModel"])))
decoder = GPT2Config(
    use_cache=False, attn_implementation="eager", architectures=["GPT2LMHeadModel"], bos_token_id=0, eos_token_id=0
)
text_model("gpt2", GPT2LMHeadModel(decoder), output="logits", tokenizer="gpt2")
large = XLMRobertaConfig(
    vocab_size=250_002, hidden_size=1_024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4_096,
    max_position_embeddings=514, attn_implementation="eager", architectures=["XLMRobertaModel"],
)
text_model("xlm-roberta-large", XLMRobertaModel(large), apart=True)

# Sizes of https://huggingface.co/HuggingFaceTB/SmolLM2-135M/blob/main/config.json.
small = LlamaConfig(
    vocab_size=49_152, hidden_size=576, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3, intermediate_size=1_536,
    max_position_embeddings=8_192, rms_norm_eps=1e-5, rope_theta=100_000, tie_word_embeddings=True, bos_token_id=0, eos_token_id=0,
)
LlamaForCausalLM(small).bfloat16().save_pretrained(root / "smollm2-135m")
for file in ("tokenizer.json", "tokenizer_config.json"):
    shutil.copy(tiny / "gpt2" / file, root / "smollm2-135m" / file)
