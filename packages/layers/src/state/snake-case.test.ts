import { describe, expect, it } from 'vitest';
import { snakeCase } from './snake-case.ts';

// From BERT, T5, GPT-2, Llama, MPT, Mamba, ResNet, Inception, ViT, CLIP, torch's Transformer and LSTM, and
// weight norm.
const checkpointNames = [
  'bert.embeddings.word_embeddings.weight',
  'bert.encoder.layer.0.attention.self.query.weight',
  'bert.encoder.layer.11.attention.output.LayerNorm.weight',
  'cls.predictions.transform.LayerNorm.gamma',
  'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight',
  'decoder.block.0.layer.1.EncDecAttention.q.weight',
  'decoder.block.0.layer.2.DenseReluDense.wi_0.weight',
  'h.0.ln_1.weight',
  'h.0.attn.c_attn.weight',
  'transformer.ln_f.bias',
  'lm_head.weight',
  'model.layers.0.self_attn.q_proj.weight',
  'model.layers.0.post_attention_layernorm.weight',
  'transformer.blocks.0.attn.Wqkv.weight',
  'backbone.layers.0.mixer.A_log',
  'backbone.layers.0.mixer.D',
  'layer1.0.downsample.0.weight',
  'layer4.2.bn3.num_batches_tracked',
  'fc.weight',
  'Conv2d_1a_3x3.conv.weight',
  'Mixed_5b.branch3x3dbl_1.bn.running_var',
  'AuxLogits.conv0.conv.weight',
  'vit.encoder.layer.0.layernorm_before.weight',
  'encoder.layers.encoder_layer_0.mlp.linear_1.weight',
  'visual.transformer.resblocks.0.attn.in_proj_weight',
  'logit_scale',
  'transformer.encoder.layers.0.self_attn.in_proj_weight',
  'transformer.encoder.layers.0.self_attn.out_proj.bias',
  'lstm.weight_ih_l0_reverse',
  'conv.weight_g',
  'conv.parametrizations.weight.original0',
];

describe('snakeCase', () => {
  for (const [field, expected] of [
    ['runningMean', 'running_mean'],
    ['numBatchesTracked', 'num_batches_tracked'],
    ['inProjWeight', 'in_proj_weight'],
    ['weightIhL0', 'weight_ih_l0'],
    ['cAttn', 'c_attn'],
    ['lnF', 'ln_f'],
    ['layer1Norm', 'layer1_norm'],
    ['conv2dTranspose', 'conv2d_transpose'],
  ]) {
    it(`writes ${field} as ${expected}`, () => expect(snakeCase(field!)).toBe(expected));
  }

  for (const field of [
    'conv2D',
    'conv2DTranspose',
    'qKNorm',
    'MLPHead',
    'x2Y',
    '_extraState',
    'in_projBias',
    'größeA',
  ]) {
    it(`keeps ${field}, which is not plain lowerCamelCase`, () => expect(snakeCase(field)).toBe(field));
  }

  it('does not change the names in checkpoints, so that a field may be spelled like them', () => {
    for (const name of checkpointNames) {
      for (const part of name.split('.')) expect(snakeCase(part), name).toBe(part);
    }
  });
});
