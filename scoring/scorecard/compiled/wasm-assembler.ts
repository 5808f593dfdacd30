/**
 * As much of WebAssembly's binary format as the kernel needs: functions of Int32 parameters over one memory, written as
 * nested expressions that read like the text format. An expression is its bytes.
 */
export type Code = readonly number[];

/** A function: parameters and locals are known by name, in the order given. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly locals: Readonly<Record<string, LocalType>>;
  readonly body: (of: Locals) => readonly Code[];
}

export interface Locals {
  readonly get: (name: string) => Code;
  readonly set: (name: string, value: Code) => Code;
  readonly tee: (name: string, value: Code) => Code;
}

type LocalType = 'i32' | 'f32' | 'f64' | 'v128';

const TYPE: Readonly<Record<LocalType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** One operation after its operands. */
const plain =
  (...opcode: readonly number[]) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...opcode];
/** An operation on the memory: at an address plus a constant. */
const memory =
  (...opcode: readonly number[]) =>
  (address: Code, ...value: readonly Code[]): Code => [...address, ...value.flat(), ...opcode, 0, 0];
const simd = (code: number): readonly number[] => [0xfd, ...unsigned(code)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: memory(0x28),
  load16: memory(0x2f),
  store: memory(0x36),
  store16: memory(0x3b),
  add: plain(0x6a),
  mul: plain(0x6c),
  shl: plain(0x74),
  shiftRight: plain(0x76),
  isZero: plain(0x45),
  lessThan: plain(0x48),
  ofFloat: plain(0xbc),
};
export const f32 = {
  const0: [0x43, 0, 0, 0, 0] as Code,
  load: memory(0x2a),
  add: plain(0x92),
  ofDouble: plain(0xb6),
};
export const f64 = {
  load: memory(0x2b),
  atMost: plain(0x65),
  ofFloat: plain(0xbb),
};
export const v128 = {
  load: memory(...simd(0x00)),
  store: memory(...simd(0x0b)),
  /** Writes one of four lanes. */
  storeLane: (lane: number, address: Code, vector: Code): Code => [
    ...address,
    ...vector,
    ...simd(0x5a),
    0,
    0,
    lane,
  ],
  and: plain(...simd(0x4e)),
  or: plain(...simd(0x50)),
};
export const i32x4 = {
  splat: plain(...simd(0x11)),
  add: plain(...simd(0xae)),
  min: plain(...simd(0xb6)),
  max: plain(...simd(0xb8)),
  greaterThan: plain(...simd(0x3b)),
  lane: (lane: number, vector: Code): Code => [...vector, ...simd(0x1b), lane],
};

/** Repeats the body as long as the condition after it holds. */
export function repeat(body: readonly Code[], condition: Code): Code {
  return [0x03, 0x40, ...body.flat(), ...condition, 0x0d, 0, 0x0b];
}

/** Runs the body unless the number is 0. */
export function unlessZero(number: Code, body: readonly Code[]): Code {
  return [...number, 0x04, 0x40, ...body.flat(), 0x0b];
}

/** A module that imports its memory as `kernel.memory` and exports the functions. */
export function moduleOf(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(parameters.map(() => [TYPE.i32])),
    ...vector([]),
  ]);
  const memoryOfAnySize = [0x02, 0x00, 0x01];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector([[...text('kernel'), ...text('memory'), ...memoryOfAnySize]])),
    ...section(3, vector(functions.map((_, at) => unsigned(at)))),
    ...section(7, vector(functions.map(({ name }, at) => [...text(name), 0x00, ...unsigned(at)]))),
    ...section(10, vector(functions.map(codeOf))),
  ]);
}

function codeOf({ parameters, locals, body }: WasmFunction): Code {
  const names = [...parameters, ...Object.keys(locals)];
  const place = (name: string): Code => {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`no local "${name}"`);
    return unsigned(at);
  };
  const of: Locals = {
    get: (name) => [0x20, ...place(name)],
    set: (name, value) => [...value, 0x21, ...place(name)],
    tee: (name, value) => [...value, 0x22, ...place(name)],
  };
  const declared = vector(Object.values(locals).map((type) => [1, TYPE[type]]));
  const code = [...declared, ...body(of).flat(), 0x0b];
  return [...unsigned(code.length), ...code];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(ascii: string): Code {
  return vector(Array.from(ascii, (letter) => [letter.charCodeAt(0)]));
}

/** LEB128, as all whole numbers of the format. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  const last = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40);
  return last ? [low] : [low | 0x80, ...signed(rest)];
}
