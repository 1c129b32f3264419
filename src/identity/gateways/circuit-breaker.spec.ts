import { Clock } from '../../kernel/domain/clock.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

class StoppedClock extends Clock {
  private seconds = 1_000_000;

  override now(): Date {
    return new Date(this.seconds * 1000);
  }

  advance(seconds: number): void {
    this.seconds += seconds;
  }
}

describe('A circuit breaker', () => {
  let clock: StoppedClock;
  let circuit: CircuitBreaker;

  beforeEach(() => {
    clock = new StoppedClock();
    circuit = new CircuitBreaker(clock);
  });

  it('bears two failures in a row', () => {
    fail(2);
    expect(circuit.admits()).toBe(true);
    circuit.succeeded();
    fail(2);
    expect(circuit.admits()).toBe(true);
  });

  it('pauses for ten seconds after the third', () => {
    fail(3);
    expect(circuit.admits()).toBe(false);
    clock.advance(9);
    expect(circuit.admits()).toBe(false);
    clock.advance(1);
    expect(circuit.admits()).toBe(true);
  });

  it('tries once after a pause while everybody else goes on without', () => {
    fail(3);
    clock.advance(10);
    expect([circuit.admits(), circuit.admits(), circuit.admits()]).toEqual([true, false, false]);
  });

  it('pauses again when the trial fails', () => {
    fail(3);
    clock.advance(10);
    circuit.admits();
    clock.advance(5);
    fail(1);
    clock.advance(9);
    expect(circuit.admits()).toBe(false);
    clock.advance(1);
    expect(circuit.admits()).toBe(true);
  });

  it('is whole again when the trial succeeds', () => {
    fail(3);
    clock.advance(10);
    circuit.admits();
    circuit.succeeded();
    fail(2);
    expect(circuit.admits()).toBe(true);
  });

  function fail(times: number): void {
    for (let time = 0; time < times; time += 1) circuit.failed();
  }
});
