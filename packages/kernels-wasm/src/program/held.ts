/**
 * A buffer that a captured step uses, and what has happened to it so far. A flag that is set stays set.
 *
 * | flag | set when | consequence |
 * |---|---|---|
 * | own | the step allocated it | a program may move it; other memory must stay alive at its address |
 * | freed | the step freed it | an own buffer without it outlives the step: there is no program |
 * | touched | it is an operand of a command | the step's JavaScript and writing callbacks must not view it |
 * | written | it is a command's first output | callbacks that only read must not view it either |
 * | hostSeen | a host callback viewed it | a program does not move it; an own one is freed with the program |
 * | writtenOnHost | the step's JavaScript viewed it, untouched | an error, unless the step keeps memory |
 *
 * A callback that only reads may view a touched buffer that is not written, if it is not own or is hostSeen.
 */
export interface Held {
  /** In the list of all buffers of the step. */
  readonly index: number;
  readonly handle: number;
  readonly byteLength: number;
  readonly own: boolean;
  freed: boolean;
  touched: boolean;
  written: boolean;
  hostSeen: boolean;
  writtenOnHost: boolean;
}
