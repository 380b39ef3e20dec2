/**
 * A function that runs tasks one after another, in the order in which it was called: a store then has one
 * writer at a time, and of two writes of one name the later call wins.
 */
export function inOrder(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    // The caller gets the error; the next task runs all the same.
    last = result.catch(() => {});
    return result;
  };
}
