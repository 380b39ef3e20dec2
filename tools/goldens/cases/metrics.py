"""Outputs and targets, and scikit-learn's measures of them by our names and options.

`binary`: one logit, with many ties. `classes`: 5 classes of very different size; class 3 is predicted but
never a label, class 4 is neither. `three-classes`: the first three logits of those rows. `regression`: one
column. `columns`: three. `offset`: one column 1e7 away from 0.

scikit-learn has no calibration error: `calibration_error` is Guo et al., "On calibration of modern neural
networks", 2017, equation 3, in f64.
"""
import warnings

import numpy
import sklearn
import torch
from sklearn import metrics as of
from sklearn.exceptions import UndefinedMetricWarning

from golden import Draw, number, save, written

SEED = 9001
AVERAGES = ('macro', 'micro', 'weighted')


def calibration_error(probabilities, labels, bins):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    error = 0.0
    for b in range(bins):
        members = (confidence > b / bins) & (confidence <= (b + 1) / bins)
        if members.any():
            error += members.mean() * abs(right[members].mean() - confidence[members].mean())
    return error


def case(metric, value, **options):
    numbers = [number(float(each), torch.float64) for each in numpy.reshape(value, -1)]
    text = ', '.join(f'{key} {each}' for key, each in options.items())
    return {'metric': metric, 'name': f'{metric} {text}'.strip(), 'options': options, 'value': numbers}


def file(name, outputs, targets, cases):
    source = f'scikit-learn {sklearn.__version__}'
    shown = {'outputs': written(outputs, dtype=True), 'targets': written(targets, dtype=True)}
    save('metrics', name, {'source': source, 'seed': SEED, **shown, 'cases': cases})


def classification(logits, labels):
    """Cases of logits [N, C]; the predicted class is the first with the largest."""
    x, y = logits.numpy(), labels.numpy()
    classes = range(x.shape[1])
    predicted = x.argmax(axis=1)
    shifted = numpy.exp(x - x.max(axis=1, keepdims=True))
    probabilities = shifted / shifted.sum(axis=1, keepdims=True)
    cases = [
        case('accuracy', of.accuracy_score(y, predicted)),
        case('confusion', of.confusion_matrix(y, predicted, labels=classes)),
        case('calibrationError', calibration_error(probabilities, y, 15)),
        case('calibrationError', calibration_error(probabilities, y, 4), bins=4),
    ]
    for name, score in ('precision', of.precision_score), ('recall', of.recall_score), ('f1', of.f1_score):
        first = 'binary' if len(classes) == 2 else 'macro'
        cases.append(case(name, score(y, predicted, average=first)))
        if len(classes) == 2:
            cases.append(case(name, score(y, predicted, average=first), average=first))
        for average in AVERAGES:
            cases.append(case(name, score(y, predicted, average=average), average=average))
        cases.append(case(name, score(y, predicted, average=None, labels=classes), average='none'))
    if len(classes) == 2:
        cases.append(case('rocAuc', of.roc_auc_score(y, x[:, 1] - x[:, 0])))
    else:
        area = of.roc_auc_score(y, probabilities, multi_class='ovr', labels=classes)
        cases.append(case('rocAuc', area))
        cases.append(case('topK', of.top_k_accuracy_score(y, x, k=2, labels=classes), k=2))
    return cases


def regression(outputs, targets):
    x, y = outputs.numpy(), targets.numpy()
    return [
        case('meanAbsoluteError', of.mean_absolute_error(y, x)),
        case('rootMeanSquaredError', of.root_mean_squared_error(y, x)),
        case('r2', of.r2_score(y, x)),
    ]


def write():
    warnings.simplefilter('ignore', UndefinedMetricWarning)
    draw = Draw(SEED)
    # Eighths: many equal scores of both classes.
    logits = (draw.floats(120, 1) * 8).round() / 8
    labels = (logits[:, 0] + draw.floats(120) > 0).to(torch.int64)
    file('binary', logits, labels, classification(torch.cat([0 * logits, logits], 1), labels))

    labels = torch.tensor([0] * 60 + [1] * 25 + [2] * 15)[torch.tensor(draw.random.sample(range(100), 100))]
    logits = draw.floats(100, 5)
    logits[torch.arange(100), labels] += 1
    logits[:, 4] = -4
    file('classes', logits, labels, classification(logits, labels))
    file('three-classes', logits[:, :3], labels, classification(logits[:, :3], labels))

    outputs, noise = draw.floats(60), draw.floats(60, low=-0.5, high=0.5)
    file('regression', outputs, outputs + noise, regression(outputs, outputs + noise))
    outputs, noise = draw.floats(30, 3), draw.floats(30, 3, low=-0.5, high=0.5)
    file('columns', outputs, outputs + noise, regression(outputs, outputs + noise))
    targets = 1e7 + draw.integers(60, below=50).to(torch.float64)
    outputs = targets + draw.integers(60, below=21).to(torch.float64) - 10
    file('offset', outputs, targets, regression(outputs, targets))
