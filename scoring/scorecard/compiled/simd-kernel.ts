import type { Kernel } from './kernel.ts';
import {
  type Code,
  f32,
  f64,
  i32,
  i32x4,
  type Locals,
  moduleOf,
  repeat,
  unlessZero,
  v128,
  type WasmFunction,
} from './wasm-assembler.ts';

/** What is used of WebAssembly; TypeScript describes it for browsers only. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The kernel in WebAssembly: an entry is added as one vector, and four rows are ranked at once. */
export function simdKernel(bytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  module ??= new WebAssembly.Module(moduleOf(FUNCTIONS));
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  return { ...(exports as Omit<Kernel, 'memory'>), memory: memory.buffer };
}

const PAGE_BYTES = 65_536;

let module: object | undefined;

/** Goes through rows with each pointer moving by its own bytes a row. */
function forRows(of: Locals, pointers: Readonly<Record<string, number>>, body: readonly Code[]): Code {
  const move = Object.entries(pointers).map(([name, bytes]) =>
    of.set(name, i32.add(of.get(name), i32.const(bytes))),
  );
  const left = of.tee('rows', i32.add(of.get('rows'), i32.const(-1)));
  return repeat([...body, ...move], left);
}

const NO_LOCALS = {};

function bin(name: string, bytes: 4 | 8): WasmFunction {
  return {
    name,
    parameters: ['values', 'rows', 'buckets', 'shift', 'bounds', 'steps', 'positions'],
    locals: { value: 'f64', at: 'i32', left: 'i32' },
    body: (of) => {
      const value = bytes === 4 ? f64.ofFloat(f32.load(of.get('values'))) : f64.load(of.get('values'));
      // −0 + 0 is 0, and a NaN of any pattern becomes a quiet one.
      const pattern = i32.ofFloat(f32.add(f32.ofDouble(of.tee('value', value)), f32.const0));
      const bucket = i32.shl(i32.shiftRight(pattern, of.get('shift')), i32.const(1));
      const bound = f64.load(i32.add(of.get('bounds'), i32.shl(of.get('at'), i32.const(3))));
      const step = of.set('at', i32.add(of.get('at'), i32.isZero(f64.atMost(of.get('value'), bound))));
      const search = [
        of.set('at', i32.load16(i32.add(of.get('buckets'), bucket))),
        of.set('left', of.get('steps')),
        unlessZero(of.get('left'), [repeat([step], of.tee('left', i32.add(of.get('left'), i32.const(-1))))]),
        i32.store16(of.get('positions'), of.get('at')),
      ];
      return [forRows(of, { values: bytes, positions: 2 }, search)];
    },
  };
}

/** The position that a pointer shows, as the address of its entry or offset. */
function entryAt(of: Locals, table: string, positions: string, shift: number): Code {
  return i32.add(of.get(table), i32.shl(i32.load16(of.get(positions)), i32.const(shift)));
}

/** Adds the entry to the row's sums and writes its log-odds. */
function addEntry(of: Locals, entry: Code): readonly Code[] {
  return [
    of.set('entry', v128.load(entry)),
    v128.storeLane(0, of.get('contributions'), of.get('entry')),
    v128.store(of.get('sums'), i32x4.add(v128.load(of.get('sums')), of.get('entry'))),
  ];
}

const LOG_ODDS_MOVES = { sums: 16, contributions: 4 };
const COST_LANE = 2;

function addTerm(name: string, withCost: boolean): WasmFunction {
  const cost = withCost ? ['costs'] : [];
  return {
    name,
    parameters: ['positions', 'rows', 'entries', 'sums', 'contributions', ...cost],
    locals: { entry: 'v128' },
    body: (of) => [
      forRows(of, { positions: 2, ...LOG_ODDS_MOVES, ...(withCost ? { costs: 4 } : NO_LOCALS) }, [
        ...addEntry(of, entryAt(of, 'entries', 'positions', 4)),
        ...cost.map((costs) => v128.storeLane(COST_LANE, of.get(costs), of.get('entry'))),
      ]),
    ],
  };
}

function addPair(name: string, withCost: boolean): WasmFunction {
  const costs = withCost ? ['firstCosts', 'secondCosts'] : [];
  return {
    name,
    parameters: [
      ...['first', 'second', 'rows', 'firstOffsets', 'secondOffsets', 'entries', 'sums', 'contributions'],
      ...costs,
    ],
    locals: { entry: 'v128', cost: 'i32' },
    body: (of) => {
      const offset = i32.add(
        i32.load(entryAt(of, 'firstOffsets', 'first', 2)),
        i32.load(entryAt(of, 'secondOffsets', 'second', 2)),
      );
      const share = costs.map((side) =>
        i32.store(of.get(side), i32.add(i32.load(of.get(side)), of.get('cost'))),
      );
      return [
        forRows(
          of,
          { first: 2, second: 2, ...LOG_ODDS_MOVES, ...Object.fromEntries(costs.map((side) => [side, 4])) },
          [
            ...addEntry(of, i32.add(of.get('entries'), offset)),
            ...(withCost ? [of.set('cost', i32x4.lane(COST_LANE, of.get('entry'))), ...share] : []),
          ],
        ),
      ];
    },
  };
}

const PLACES = ['a', 'b', 'c', 'd'];

/** Each cost sinks through the four places: the lower stays, the higher goes on to the next. */
const RANK: WasmFunction = {
  name: 'rank',
  parameters: ['costs', 'stride', 'count', 'rows', 'limit', 'mask', 'ranked'],
  locals: { a: 'v128', b: 'v128', c: 'v128', d: 'v128', cost: 'v128', from: 'i32', left: 'i32' },
  body: (of) => {
    const sink = PLACES.flatMap((place, at) => {
      const stays = i32x4.min(of.get(place), of.get('cost'));
      const goesOn = i32x4.max(of.get(place), of.get('cost'));
      // Both are worked out before either is written.
      return at === PLACES.length - 1
        ? [of.set(place, stays)]
        : [[...stays, ...of.set('cost', goesOn), ...of.set(place, [])]];
    });
    const told = PLACES.map((place, at) => {
      const none = i32x4.greaterThan(of.get(place), i32x4.splat(of.get('limit')));
      const named = v128.and(of.get(place), i32x4.splat(of.get('mask')));
      const run = i32.add(of.get('ranked'), i32.mul(of.get('stride'), i32.const(at)));
      return v128.store(run, v128.or(named, none));
    });
    const rowsByFour = i32.add(of.get('rows'), i32.const(-4));
    return [
      repeat(
        [
          ...PLACES.map((place) => of.set(place, i32x4.splat(i32.const(2 ** 31 - 1)))),
          of.set('from', of.get('costs')),
          of.set('left', of.get('count')),
          repeat(
            [
              of.set('cost', v128.load(of.get('from'))),
              ...sink,
              of.set('from', i32.add(of.get('from'), of.get('stride'))),
            ],
            of.tee('left', i32.add(of.get('left'), i32.const(-1))),
          ),
          ...told,
          of.set('costs', i32.add(of.get('costs'), i32.const(16))),
          of.set('ranked', i32.add(of.get('ranked'), i32.const(16))),
        ],
        i32.lessThan(i32.const(0), of.tee('rows', rowsByFour)),
      ),
    ];
  },
};

const FUNCTIONS: readonly WasmFunction[] = [
  bin('binFloat32', 4),
  bin('binFloat64', 8),
  addTerm('addTerm', false),
  addTerm('addTermWithCost', true),
  addPair('addPair', false),
  addPair('addPairWithCost', true),
  RANK,
];
