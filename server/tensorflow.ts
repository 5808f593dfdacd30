import { createRequire } from 'node:module';
import type { TensorFlow } from '../scoring/scorecard/tensorflow.ts';

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** `tensorflow` (native, tfjs-node) or `wasm`. */
  readonly backend: string;
}

/**
 * The only place that chooses a TensorFlow.js: the native binding where it was installed, WebAssembly otherwise.
 * Which one it was stands in every scorecard's `training.backend`.
 */
export function loadTensorFlow(): Promise<LoadedTensorFlow> {
  loading ??= load();
  return loading;
}

let loading: Promise<LoadedTensorFlow> | undefined;

async function load(): Promise<LoadedTensorFlow> {
  const tf = (await nativeTensorFlow()) ?? (await wasmTensorFlow());
  // Stops the advertisement for faster backends, which would end up between the lines of a machine-read output.
  tf.env().set('PROD', true);
  return { tf, backend: tf.getBackend() };
}

async function nativeTensorFlow(): Promise<TensorFlow | null> {
  restoreRetiredChecks();
  // A variable keeps the compiler from asking for the types of a package that is optional.
  const optionalPackage: string = '@tensorflow/tfjs-node';
  try {
    const module = (await import(optionalPackage)) as TensorFlow & { default?: TensorFlow };
    const tf = module.default ?? module;
    await tf.ready();
    return tf;
  } catch (error) {
    if (isMissingPackage(error)) return null;
    throw error;
  }
}

async function wasmTensorFlow(): Promise<TensorFlow> {
  const module = (await import('@tensorflow/tfjs')) as TensorFlow & { default?: TensorFlow };
  const tf = module.default ?? module;
  tf.env().set('PROD', true);
  await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) {
    throw new Error('TensorFlow.js could not start its WebAssembly backend');
  }
  await tf.ready();
  return tf;
}

function isMissingPackage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed (tfjs#8425, merged, not released). */
function restoreRetiredChecks(): void {
  const util = createRequire(import.meta.url)('node:util') as {
    isNullOrUndefined?: (value: unknown) => boolean;
  };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
