/** Two soft notes, then silence, again and again. In seconds. */
const NOTES = [
  { at: 0, hertz: 659.3, long: 0.55 },
  { at: 0.28, hertz: 880, long: 0.9 },
] as const;
const ROUND = 2.8;
/** Loud enough in a quiet room, and no more. */
const VOLUME = 0.22;

/**
 * The sound of an incoming call. Browsers let a tab sound once somebody has pressed something in it; until then
 * `canSound` is false, and the next press of anything changes that.
 */
export class Ringer {
  readonly #context = new AudioContext();
  readonly #onCanSound: (canSound: boolean) => void;
  #source: AudioBufferSourceNode | null = null;

  constructor(onCanSound: (canSound: boolean) => void) {
    this.#onCanSound = onCanSound;
    this.#context.addEventListener('statechange', () => this.#look());
    for (const press of ['pointerdown', 'keydown']) window.addEventListener(press, this.unlock, { capture: true });
    this.#look();
  }

  /** To be called while something is being pressed. */
  readonly unlock = (): void => {
    if (this.#context.state === 'running') return;
    // Refused: it was no press that counts; the next one may be.
    this.#context.resume().catch(() => undefined);
  };

  ring(on: boolean): void {
    if (on === (this.#source !== null)) return;
    this.#source?.stop();
    this.#source = on ? this.#start() : null;
  }

  close(): void {
    this.ring(false);
    for (const press of ['pointerdown', 'keydown']) window.removeEventListener(press, this.unlock, { capture: true });
    void this.#context.close();
  }

  #start(): AudioBufferSourceNode {
    const source = this.#context.createBufferSource();
    source.buffer = this.#round();
    source.loop = true;
    source.connect(this.#context.destination);
    source.start();
    return source;
  }

  #round(): AudioBuffer {
    const { sampleRate } = this.#context;
    const buffer = this.#context.createBuffer(1, Math.round(ROUND * sampleRate), sampleRate);
    const samples = buffer.getChannelData(0);
    for (const { at, hertz, long } of NOTES) {
      const from = Math.round(at * sampleRate);
      for (let index = 0; index < long * sampleRate; index += 1) {
        const time = index / sampleRate;
        const swell = Math.min(1, time / 0.015) * Math.exp((-5 * time) / long);
        samples[from + index] = (samples[from + index] ?? 0) + VOLUME * swell * Math.sin(2 * Math.PI * hertz * time);
      }
    }
    return buffer;
  }

  #look(): void {
    this.#onCanSound(this.#context.state === 'running');
  }
}
