"""Write training/early-stopping.json: what Keras' EarlyStopping does on sequences of a metric.

Run with: KERAS_BACKEND=torch python tools/goldens/callbacks.py early-stopping (needs keras from PyPI)
"""
import keras
from golden import Draw, save
from named_files import write_named

SEED = 71
draw = Draw(SEED)


class Model:
    """What the callback uses of a model. Its weights are the number of the epoch."""

    stop_training = False
    weights = 0

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


def case(name, values, *, mode='min', patience, min_delta=0.0, baseline=None, start=0):
    model = Model()
    callback = keras.callbacks.EarlyStopping(
        monitor='metric', mode=mode, patience=patience, min_delta=min_delta, baseline=baseline,
        restore_best_weights=True, start_from_epoch=start,
    )
    callback.set_model(model)
    callback.on_train_begin()
    epochs = 0
    for epoch, value in enumerate(values):
        epochs, model.weights = epoch + 1, epoch + 1
        callback.on_epoch_end(epoch, {'metric': value})
        if model.stop_training:
            break
    callback.on_train_end()
    options = {'mode': mode, 'patience': patience, 'minDelta': min_delta, 'from': start + 1}
    if baseline is not None:
        options['baseline'] = baseline
    return {
        'name': name, 'options': options, 'values': list(values),
        'epochs': epochs, 'stopped': model.stop_training, 'restored': model.weights,
    }


falling = [1.0, 0.5, 0.75, 0.5, 0.625, 0.25, 0.375, 0.5, 0.625, 0.75]
cases = [
    case('patience 0 stops at the first epoch without improvement', falling, patience=0),
    case('patience 1 does the same', falling, patience=1),
    case('patience 3', falling, patience=3),
    case('patience beyond the end', falling, patience=9),
    case('an equal value is no improvement', [1.0, 1.0, 1.0, 0.5], patience=2),
    case('an improvement of exactly minDelta is none', [1.0, 0.75, 0.5, 0.25], patience=2, min_delta=0.25),
    case('an improvement of more than minDelta', [1.0, 0.7, 0.45, 0.3, 0.2], patience=2, min_delta=0.25),
    case('mode max', [1 - value for value in falling], mode='max', patience=3),
    case('mode max with minDelta', [0.1, 0.5, 0.55, 0.59, 0.7], mode='max', patience=2, min_delta=0.1),
    case('a baseline that is reached', falling, patience=3, baseline=0.6),
    case('a baseline that is never reached', falling, patience=4, baseline=0.1),
    case('a baseline in mode max', [0.1, 0.2, 0.3, 0.2, 0.1], mode='max', patience=3, baseline=0.25),
    case('a later first epoch', [0.1, 0.2, *falling], patience=3, start=2),
    case('a later first epoch with a baseline', [0.1, *falling], patience=5, start=1, baseline=0.3),
]
for i, patience in enumerate([2, 3, 4, 5]):
    mode = 'max' if i % 2 else 'min'
    values = draw.floats(20, low=0.0, high=1.0).tolist()
    options = {'min_delta': 0.0625 * i, 'baseline': 0.5 if i > 1 else None, 'start': i}
    cases.append(case(f'drawn values {i + 1}', values, mode=mode, patience=patience, **options))

save('training', 'early-stopping', {'source': f'Keras {keras.__version__} EarlyStopping', 'seed': SEED, 'cases': cases})
write_named()
