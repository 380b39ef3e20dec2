"""Dropout: masks of our generator, written a second time in philox.py, and PyTorch's value and gradient for them."""
from golden import family, written
from philox import dropped, mask

Op = family(__name__)

NOTE = 'mask: the elements kept, by draw number options.draw of the generator with seed options.seed.'


def write():
    def elements(shape, probability, seed, draw):
        return mask(shape, probability, seed, draw)

    def channels(shape, probability, seed, draw):
        kept = mask(shape[:2], probability, seed, draw)
        return kept.reshape(*shape[:2], *[1 for _ in shape[2:]]).expand(shape)

    for name, kept, seed, shapes in (
        ('dropout', elements, 140, ((3, 4), (7, 11), (5,), (), (2, 3, 0))),
        ('dropoutChannels', channels, 141, ((3, 4, 2, 2), (7, 3, 3), (5, 3), (1, 1, 2), (2, 3, 0))),
    ):
        function = lambda x, **drawn: dropped(x, kept(x.shape, **drawn), drawn['probability'])
        op = Op(name, 'x * mask / (1 - p)', function, seed, NOTE)

        def case(title, shape, **drawn):
            op.case(title, [op.draw.floats(*shape)], drawn, extra=lambda x, **_: {'mask': written(kept(x.shape, **drawn))})

        for shape in shapes:
            title = f'of shape [{",".join(map(str, shape))}]'
            for probability, generator_seed, draw in ((0.5, 1, 0), (0.3, 20261122, 1)):
                case(f'{title}, p = {probability}, seed {generator_seed}, draw {draw}', shape,
                     probability=probability, seed=generator_seed, draw=draw)
        for title, probability, generator_seed, draw in (
            ('with a seed of more than 32 bits', 0.25, 2**40 + 5, 2),
            ('with a draw past 2^32', 0.75, 3, 2**32 + 7),
        ):
            case(title, shapes[1], probability=probability, seed=generator_seed, draw=draw)
        op.save()
