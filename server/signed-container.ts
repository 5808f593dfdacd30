import yauzl from 'yauzl';

/** A container holds papers, not an archive: so many entries, and so much once unpacked. */
const ENTRIES_AT_MOST = 200;
const UNPACKED_BYTES_AT_MOST = 100 * 1024 * 1024;

export type ContainerRead =
  | { readonly kind: 'sound' }
  | { readonly kind: 'refused'; readonly because: 'damaged' | 'too_much_inside' | 'odd_names' };

/**
 * Looks through a signed container without keeping anything of it. Refused by its directory alone: too many entries, too
 * much in them, a name twice, a name that leads out of a folder. What the directory promises is then held against what
 * is there, entry by entry, so that no sender can promise little and unpack much.
 */
export async function readContainer(content: Buffer): Promise<ContainerRead> {
  const opened = await open(content);
  if (opened === null) return refused('damaged');
  try {
    const listed = await listEntries(opened, content.length);
    if ('kind' in listed) return listed;
    for (const entry of listed) {
      if (!(await isAsPromised(opened, entry))) return refused('damaged');
    }
    return { kind: 'sound' };
  } finally {
    opened.close();
  }
}

function open(content: Buffer): Promise<yauzl.ZipFile | null> {
  return new Promise((resolve) => {
    yauzl.fromBuffer(content, { lazyEntries: true, strictFileNames: true }, (error, zip) =>
      resolve(error === null ? zip : null),
    );
  });
}

/** The entries in the order of the directory; the first fault ends the reading. */
function listEntries(
  zip: yauzl.ZipFile,
  containerBytes: number,
): Promise<readonly yauzl.Entry[] | ContainerRead> {
  return new Promise((resolve) => {
    const entries: yauzl.Entry[] = [];
    const names = new Set<string>();
    let unpacked = 0;
    let packed = 0;
    zip.on('entry', (entry: yauzl.Entry) => {
      unpacked += entry.uncompressedSize;
      packed += entry.compressedSize;
      if (names.has(entry.fileName)) return resolve(refused('odd_names'));
      // Entries that lie over each other unpack the same bytes many times.
      if (
        unpacked > UNPACKED_BYTES_AT_MOST ||
        packed > containerBytes ||
        entries.length === ENTRIES_AT_MOST
      ) {
        return resolve(refused('too_much_inside'));
      }
      names.add(entry.fileName);
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error: Error) =>
      resolve(refused(/path|character/i.test(error.message) ? 'odd_names' : 'damaged')),
    );
    zip.readEntry();
  });
}

/** The stream ends in an error as soon as it gives more or less than the directory says. */
function isAsPromised(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<boolean> {
  return new Promise((resolve) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return resolve(false);
      stream.on('error', () => resolve(false));
      stream.on('end', () => resolve(true));
      stream.resume();
    });
  });
}

function refused(because: Extract<ContainerRead, { kind: 'refused' }>['because']): ContainerRead {
  return { kind: 'refused', because };
}
