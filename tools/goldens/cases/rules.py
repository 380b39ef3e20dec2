"""Update rules: two parameters over 20 steps of given gradients, in f64 and in f32.

foreach=False: PyTorch's two paths round differently; the loop over single tensors is the one to compare with.
"""
import torch

from golden import VERSION, Draw, save, values, written

STEPS = 20
# A rate that changes at each step, as a schedule's would.
FALLING = [0.1 * 0.8**step for step in range(STEPS)]
NAMES = {'learningRate': 'lr', 'weightDecay': 'weight_decay', 'epsilon': 'eps'}

SGD = (
    ('plain', {'learningRate': 0.1}),
    ('with momentum', {'learningRate': 0.05, 'momentum': 0.9}),
    ('with momentum and dampening', {'learningRate': 0.05, 'momentum': 0.9, 'dampening': 0.5}),
    ('with Nesterov momentum', {'learningRate': 0.05, 'momentum': 0.9, 'nesterov': True}),
    ('with weight decay', {'learningRate': 0.1, 'weightDecay': 0.1}),
    ('with momentum and weight decay', {'learningRate': 0.05, 'momentum': 0.8, 'weightDecay': 0.1}),
    ('with Nesterov momentum and weight decay', {'learningRate': 0.05, 'momentum': 0.8, 'nesterov': True, 'weightDecay': 0.1}),
    ('that maximizes', {'learningRate': 0.1, 'maximize': True}),
    ('that maximizes with momentum and weight decay', {'learningRate': 0.05, 'momentum': 0.9, 'weightDecay': 0.1, 'maximize': True}),
    ('with momentum and a rate that changes each step', {'learningRate': 0.1, 'momentum': 0.9}, 'changing'),
    ('with momentum, and a parameter without a gradient at some steps', {'learningRate': 0.05, 'momentum': 0.9}, 'missing'),
)

ADAM = (
    ('with its defaults', {}),
    ('with a large rate', {'learningRate': 0.1}),
    ('with weight decay', {'learningRate': 0.05, 'weightDecay': 0.1}),
    ('without weight decay', {'learningRate': 0.05, 'weightDecay': 0}),
    ('with amsgrad', {'learningRate': 0.05, 'amsgrad': True}),
    ('with amsgrad and weight decay', {'learningRate': 0.05, 'amsgrad': True, 'weightDecay': 0.1}),
    ('with other betas and epsilon', {'learningRate': 0.05, 'betas': [0.5, 0.8], 'epsilon': 0.001}),
    ('that maximizes', {'learningRate': 0.05, 'maximize': True}),
    ('that maximizes with weight decay', {'learningRate': 0.05, 'maximize': True, 'weightDecay': 0.1}),
    ('with a rate that changes each step', {'learningRate': 0.1}, 'changing'),
    ('with a parameter without a gradient at some steps', {'learningRate': 0.05}, 'missing'),
)

RULES = (
    ('sgd', 'torch.optim.SGD', torch.optim.SGD, SGD, 1001),
    ('adam', 'torch.optim.Adam', torch.optim.Adam, ADAM, 1002),
    ('adamw', 'torch.optim.AdamW', torch.optim.AdamW, ADAM, 1003),
)

# Steps (from 0) and the parameter that has no gradient there: skipped, its state untouched, from the first step on.
MISSING = [[0, 1], [1, 1], [7, 0], [8, 0], [8, 1], [19, 1]]


def run(rule, options, start, gradients, rates, missing, dtype):
    """The parameters after each step: one flat list per step and parameter."""
    parameters = [torch.nn.Parameter(p.to(dtype, copy=True)) for p in start]
    given = {NAMES.get(name, name): value for name, value in options.items()}
    if 'betas' in given:
        given['betas'] = tuple(given['betas'])
    made = rule(parameters, foreach=False, **given)
    after = []
    for step in range(STEPS):
        for index, parameter in enumerate(parameters):
            parameter.grad = None if [step, index] in missing else gradients[step][index].to(dtype)
        if rates:
            made.param_groups[0]['lr'] = rates[step]
        made.step()
        after.append([values(parameter) for parameter in parameters])
    return after


def drawn(draw, shapes):
    """Gradients that change sign and size; all 0 at step 5, one parameter 0 at step 11, one element always 0."""
    steps = []
    for step in range(STEPS):
        size = (4, 1, 0.125)[step % 3]
        steps.append([draw.floats(*shape, low=-size, high=size) for shape in shapes])
        if step == 5:
            steps[step] = [torch.zeros(shape) for shape in shapes]
        if step == 11:
            steps[step][0] = torch.zeros(shapes[0])
        steps[step][0][0, 0] = 0
    return steps


def write():
    for name, torch_name, rule, cases, seed in RULES:
        draw = Draw(seed)
        shapes = ((2, 4), (3,))
        start = [draw.floats(*shape) for shape in shapes]
        gradients = drawn(draw, shapes)
        content = {
            'rule': name,
            'source': f'{VERSION} {torch_name}(foreach=False)',
            'seed': seed,
            'note': 'All cases start at parameters and take gradients[step][parameter]. f64[step][parameter] and f32 are the values after the step. learningRates, if there, holds the rate of each step; withoutGradient lists [step, parameter] that have none.',
            'parameters': [written(p) for p in start],
            'gradients': [[written(g) for g in step] for step in gradients],
            'cases': [],
        }
        for title, options, *more in cases:
            rates = FALLING if 'changing' in more else None
            missing = MISSING if 'missing' in more else []
            case = {'name': title, 'options': options}
            if rates:
                case['learningRates'] = rates
            if missing:
                case['withoutGradient'] = missing
            for dtype_name, dtype in (('f64', torch.float64), ('f32', torch.float32)):
                case[dtype_name] = run(rule, options, start, gradients, rates, missing, dtype)
            content['cases'].append(case)
        save('optim', name, content)
