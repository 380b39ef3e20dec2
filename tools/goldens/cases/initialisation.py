"""What PyTorch's initialisations give: statistics of many drawn numbers, and the gains as they are."""
import torch
from torch import nn

from golden import VERSION, save
from golden_layers import spread

SHAPES = {'matrix': (200, 300), 'kernel': (60, 40, 5, 5)}


def write():
    torch.manual_seed(801)
    init = nn.init
    rules = {
        'xavierUniform': lambda w: init.xavier_uniform_(w),
        'xavierUniform with gain 2': lambda w: init.xavier_uniform_(w, gain=2),
        'xavierNormal': lambda w: init.xavier_normal_(w),
        'kaimingUniform': lambda w: init.kaiming_uniform_(w),
        'kaimingUniform by fanOut': lambda w: init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu'),
        'kaimingUniform for leakyRelu 0.2': lambda w: init.kaiming_uniform_(w, a=0.2),
        'kaimingNormal': lambda w: init.kaiming_normal_(w),
        'kaimingNormal for tanh': lambda w: init.kaiming_normal_(w, nonlinearity='tanh'),
        'orthogonal': lambda w: init.orthogonal_(w),
        'orthogonal with gain 2': lambda w: init.orthogonal_(w, gain=2),
    }
    samples = [
        {'name': f'{rule} of a {kind}', 'rule': rule, 'shape': list(shape), **spread(fill(torch.empty(shape)))}
        for rule, fill in rules.items()
        for kind, shape in SHAPES.items()
    ]
    linear, conv = nn.Linear(300, 200), nn.Conv2d(40, 60, 5)
    embedding = nn.Embedding(200, 300)
    defaults = [
        {'name': name, 'shape': list(tensor.shape), **spread(tensor.detach())}
        for name, tensor in (
            ('Linear weight', linear.weight), ('Linear bias', linear.bias),
            ('Conv2d weight', conv.weight), ('Conv2d bias', conv.bias), ('Embedding weight', embedding.weight),
        )
    ]
    gains = {name: float(init.calculate_gain(name)) for name in ('linear', 'conv2d', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu')}
    save('layers', 'initialisation', {
        'source': f'{VERSION} torch.nn.init and the layers themselves, torch.manual_seed(801)',
        'note': 'Bounds and deviations of drawn numbers: compare within sampling error, not digit by digit. leaky_relu here has slope 0.01.',
        'samples': samples,
        'defaults': defaults,
        'gains': gains,
    })
