/** The sandbox's own time; the panel can move it forward to age tokens and release scheduled posts. */
export class Clock {
  offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }
}
