"""Write training/update-batch-norm.json: running statistics that PyTorch's swa_utils.update_bn estimates.

Run with: python tools/goldens/update_batch_norm.py update-batch-norm
"""
import torch
from golden import VERSION, Draw, save, written
from named_files import write_named
from torch.optim.swa_utils import update_bn

SEED = 73
draw = Draw(SEED)


def case(name, model, batches, options):
    for parameter in model.parameters():
        with torch.no_grad():
            parameter.copy_(draw.floats(*parameter.shape))
    # Statistics that are far off, to be forgotten.
    for module in model.modules():
        if hasattr(module, 'running_mean'):
            module.running_mean.fill_(100)
            module.num_batches_tracked.fill_(7)
    state = {key: written(value, dtype=True) for key, value in model.state_dict().items()}
    update_bn([(batch, None) for batch in batches], model)
    after = {key: written(value) for key, value in model.named_buffers()}
    return {
        'name': name,
        'options': options,
        'state': state,
        'batches': [written(each) for each in batches],
        'after': after,
    }


def mlp(momentum):
    return torch.nn.Sequential(
        torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4, momentum=momentum), torch.nn.ReLU(),
        torch.nn.Linear(4, 2), torch.nn.BatchNorm1d(2, momentum=momentum),
    )


def drawn(sizes):
    return [draw.floats(size, 3) for size in sizes]


cases = [
    case('momentum 0.1, equal batches', mlp(0.1), drawn([4] * 5), {'momentum': 0.1}),
    case('momentum 0.5, a smaller last batch, which has the same weight', mlp(0.5), drawn([6, 6, 6, 2]), {'momentum': 0.5}),
    case('momentum null', mlp(None), drawn([5, 5, 5]), {'momentum': None}),
]
save('training', 'update-batch-norm', {'source': f'{VERSION} torch.optim.swa_utils.update_bn', 'seed': SEED, 'cases': cases})
write_named()
