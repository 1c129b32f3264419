import { Interval } from '@nestjs/schedule';

type Work = (this: object) => Promise<void>;

/**
 * Has workers do something again and again. What takes longer than that, as everything does while its other side is silent,
 * does not overtake itself: it is not begun anew while this process is still at it.
 * @param interval milliseconds
 */
export function Every(interval: number) {
  return (target: object, name: string, method: TypedPropertyDescriptor<() => Promise<void>>): void => {
    const work = method.value as Work;
    const busy = new WeakSet<object>();
    method.value = async function (this: object) {
      if (busy.has(this)) return;
      busy.add(this);
      await work.call(this).finally(() => busy.delete(this));
    };
    Interval(interval)(target, name, method);
  };
}
