"""The files that a golden script has made, and the command line that names those to write."""
import difflib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
# Name to path below this folder and content: everything that this run of a script has computed.
made = {}


def keep(path, content):
    """Remember a file, by its name without folder and ending."""
    name = pathlib.PurePosixPath(path).stem
    if name in made:
        raise ValueError(f'{name}: two goldens of this script have that name, {made[name][0]} and {path}')
    made[name] = (path, content)


def write_named():
    """Write the files that the command line names, every one for --all. A name that is not there writes nothing."""
    script, words = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
    can = f'It can write {", ".join(sorted(made))}.'
    if not words or words in (['-h'], ['--help']):
        return print(
            f'{script}: name what to write, as in: python tools/goldens/{script} {next(iter(made))}\n{can}\n'
            'Everything: --all. Another processor or PyTorch changes last digits, of files that nobody meant to change.'
        )
    if '--all' in words and len(words) > 1:
        sys.exit(f'{script}: --all stands alone. Nothing is written.')
    names = list(made) if words == ['--all'] else words
    for name in names:
        if name not in made:
            near = difflib.get_close_matches(name, [*made, '--all'], 1)
            sys.exit(f'{script}: there is no "{name}"{"; did you mean " + near[0] + "?" if near else "."} Nothing is written. {can}')
    for name in names:
        path, content = made[name]
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)
        print(f'wrote tools/goldens/{path}')
