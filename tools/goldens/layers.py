"""Write layers/*.json and layers/mlp.safetensors. Run with: python3 tools/goldens/layers.py"""
from cases import initialisation, layers, saved_model, training

for group in (layers, saved_model, initialisation, training):
    group.write()
