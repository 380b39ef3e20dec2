import { checkOptions, type OptionKinds } from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { Callback } from '../contract/callback.ts';
import type { TrainingEvent } from '../contract/training-event.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { markDiverged } from './diverged-events.ts';
import { findNonFinite, type NonFinitePlace } from './find-non-finite.ts';

/** What a {@link nonFiniteGuard} has found. */
export interface NonFinite extends NonFinitePlace {
  readonly step: number;
  /** NaN, Infinity or -Infinity. */
  readonly loss: number;
  /** All of it as a sentence. */
  readonly message: string;
}

/** A callback that ends a diverged session. */
export interface NonFiniteGuard extends Callback {
  /** Undefined while the losses are finite. */
  readonly found: NonFinite | undefined;
}

/** Options of {@link nonFiniteGuard}. */
export interface NonFiniteGuardOptions {
  /** Read the loss at each step whose number is a multiple of this; a whole number >= 1. Default 10. */
  readonly everySteps?: number | undefined;
}

const kinds: OptionKinds<NonFiniteGuardOptions> = { everySteps: 'number' };

/**
 * Ends a session whose loss is NaN or infinite, as `diverged`, and says where such a number shows first. It
 * reads the loss of every n-th step, and the training and validation losses of each epoch.
 *
 * The search is one forward pass in evaluation mode of the batch at hand: first its inputs and targets, then
 * layer by layer the weights and the output. By then the optimizer has taken its step, and after a loss that
 * is NaN the weights usually are too; `tensors` names those that are. Where only some layers have them, a
 * gradient became NaN just behind the last of these. At the end of an epoch there is no batch, and only the
 * weights are searched.
 *
 * @throws ValueError for a count out of range.
 * @example
 * ```ts
 * import { nonFiniteGuard } from '@regopt/training';
 * const guard = nonFiniteGuard();
 * const callbacks = [guard]; // fit({ ..., callbacks })
 * if (guard.found !== undefined) console.log(guard.found.message);
 * ```
 */
export function nonFiniteGuard(options: NonFiniteGuardOptions = {}): NonFiniteGuard {
  checkOptions('nonFiniteGuard', options, kinds);
  const { everySteps = 10 } = options;
  checkWhole('nonFiniteGuard', { everySteps }, 1);
  const check = async (loss: number, event: TrainingEvent, session: TrainingSession): Promise<void> => {
    if (Number.isFinite(loss)) return;
    const place = await findNonFinite(session.model, session.batch);
    const { step } = event;
    guard.found = { step, loss, ...place, message: messageOf(step, loss, place) };
    markDiverged(event);
    session.stop('diverged');
  };
  let isUsed = false;
  const callback: Callback = (event, session) => {
    if (isUsed) guard.found = undefined;
    isUsed = false;
    if (event.type === 'step') {
      if (event.step % everySteps !== 0) return undefined;
      return event.loss.read().then(([loss]) => check(loss!, event, session));
    }
    if (event.type === 'end') return undefined;
    const losses = [event.train.loss, event.validation?.loss ?? 0];
    const loss = losses.find((each) => !Number.isFinite(each));
    return loss === undefined ? undefined : check(loss, event, session);
  };
  const guard = Object.assign(callback, {
    found: undefined as NonFinite | undefined,
    // `found` must stay readable after the session: reset it at the first event of the next one.
    dispose(): void {
      isUsed = true;
    },
  });
  return guard;
}

function messageOf(step: number, loss: number, { what, layer, tensors }: NonFinitePlace): string {
  const places = {
    input: 'the inputs of the batch hold such a number: look for missing values and scale the data',
    target: 'the targets of the batch hold such a number: look for missing values',
    weight: `the first weights that are not finite are those of ${layer}`,
    output: `the first output that is not finite is that of ${layer}, whose weights are finite`,
    loss: 'weights and outputs are finite: the loss itself is not',
  };
  const list = tensors.length > 3 ? `${tensors.slice(0, 3).join(', ')}, ...` : tensors.join(', ');
  const weights = tensors.length === 0 ? '' : ` Tensors that are not finite: ${tensors.length} (${list}).`;
  return `The loss is ${loss} at step ${step}; ${places[what]}.${weights}`;
}
