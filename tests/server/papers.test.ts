import { expect } from 'chai';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { isOfTwoKinds, isWhole, mediaTypeOf, SIGNED_CONTAINER } from '../../server/paper-kinds.ts';
import { readContainer } from '../../server/signed-container.ts';
import { ASICE_TYPE, asiceOf, zipOf } from '../fixtures/zip.ts';

const LETTER = { name: 'letter.txt', content: Buffer.from('Maksin aprillis.') };
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n');
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.alloc(400),
  Buffer.from('\0\0\0\0IEND\xaeB`\x82', 'latin1'),
]);
const JPEG = Buffer.concat([
  Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
  Buffer.alloc(400),
  Buffer.from('\xff\xd9', 'latin1'),
]);

describe('the kind of a paper', () => {
  it('is what its bytes say', () => {
    expect(mediaTypeOf(PDF)).to.equal('application/pdf');
    expect(mediaTypeOf(PNG)).to.equal('image/png');
    expect(mediaTypeOf(JPEG)).to.equal('image/jpeg');
    expect(mediaTypeOf(asiceOf(LETTER, []))).to.equal(SIGNED_CONTAINER);
    expect(mediaTypeOf(zipOf([LETTER]))).to.equal(null);
  });

  it('is found in any bytes without an error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(PDF, PNG, JPEG, asiceOf(LETTER, [])),
        fc.nat(600),
        fc.nat(255),
        (file, at, byte) => {
          const changed = Buffer.from(file);
          changed[at % changed.length] = byte;
          const type = mediaTypeOf(changed.subarray(0, (at * 7) % (changed.length + 1)));
          if (type !== null) {
            isWhole(changed, type);
            isOfTwoKinds(changed, type);
          }
        },
      ),
    );
  });

  it('ends where it says it does: one cut short is not taken', () => {
    for (const [type, file] of [
      ['application/pdf', PDF],
      ['image/png', PNG],
      ['image/jpeg', JPEG],
    ] as const) {
      expect(isWhole(file, type), type).to.equal(true);
      expect(isWhole(file.subarray(0, file.length - 10), type), `${type}, cut short`).to.equal(false);
    }
  });

  it('is one: a picture that is also a page, an archive or a PDF is not taken', () => {
    const page = Buffer.from('<script>alert(1)</script>');
    const inPicture = Buffer.concat([PNG.subarray(0, 60), page, PNG.subarray(60)]);
    expect(isOfTwoKinds(inPicture, 'image/png')).to.equal(true);
    expect(isOfTwoKinds(Buffer.concat([JPEG, zipOf([LETTER])]), 'image/jpeg')).to.equal(true);
    expect(isOfTwoKinds(Buffer.concat([PDF, zipOf([LETTER])]), 'application/pdf')).to.equal(true);
    expect(isOfTwoKinds(Buffer.concat([PNG.subarray(0, 60), PDF, PNG.subarray(60)]), 'image/png')).to.equal(
      true,
    );
    for (const [type, file] of [
      ['application/pdf', PDF],
      ['image/png', PNG],
      ['image/jpeg', JPEG],
      [SIGNED_CONTAINER, asiceOf(LETTER, [])],
    ] as const) {
      expect(isOfTwoKinds(file, type), type).to.equal(false);
    }
  });
});

describe('a signed container', () => {
  it('is read through and found sound', async () => {
    expect(await readContainer(asiceOf(LETTER, [{ name: 'Mari' }]))).to.deep.equal({ kind: 'sound' });
  });

  it('that unpacks to a hundred times what a paper is, is refused without unpacking', async () => {
    const size = 110 * 1024 * 1024;
    const zeros = { name: 'zeros', content: Buffer.alloc(size), deflate: true };
    const bomb = zipOf([ASICE_TYPE, zeros]);
    expect(bomb.length).to.be.lessThan(200_000);
    expect(await readContainer(bomb)).to.include({ because: 'too_much_inside' });
    // Whoever unpacks this one finds ten bytes and calls it damaged: the promised size alone must be enough.
    const promised = { name: 'zeros', content: Buffer.alloc(10), deflate: true, claimedSize: size };
    expect(await readContainer(zipOf([ASICE_TYPE, promised]))).to.include({ because: 'too_much_inside' });
  });

  it('that promises little and unpacks much is refused where it breaks its promise', async () => {
    const content = Buffer.alloc(64 * 1024 * 1024);
    const liar = zipOf([ASICE_TYPE, { name: 'small.txt', content, deflate: true, claimedSize: 10 }]);
    expect(await readContainer(liar)).to.include({ because: 'damaged' });
  });

  it('of many entries, or of entries that lie over each other, is refused', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ name: `${at}.txt`, content: Buffer.from('x') }));
    expect(await readContainer(zipOf([ASICE_TYPE, ...many]))).to.include({ because: 'too_much_inside' });
    const plain = zipOf([ASICE_TYPE, LETTER]);
    // The directory says that what is packed is larger than the container itself.
    const inDirectory = plain.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    plain.writeUInt32LE(0x00ffffff, inDirectory + 20);
    expect((await readContainer(plain)).kind).to.equal('refused');
  });

  it('with names that lead out of a folder, or twice the same, is refused', async () => {
    for (const name of ['../../etc/passwd', '/etc/passwd', 'C:\\boot.ini', 'a/../../b']) {
      const found = await readContainer(zipOf([ASICE_TYPE, { name, content: Buffer.from('x') }]));
      expect(found, name).to.include({ because: 'odd_names' });
    }
    expect(await readContainer(zipOf([ASICE_TYPE, LETTER, LETTER]))).to.include({ because: 'odd_names' });
  });

  it('that is cut short, or whose bytes were changed, is refused, whatever the change', async () => {
    const whole = asiceOf({ ...LETTER, deflate: true }, [{ name: 'Mari' }]);
    expect(await readContainer(whole.subarray(0, whole.length - 30))).to.include({ because: 'damaged' });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        const { kind } = await readContainer(changed);
        expect(['sound', 'refused']).to.include(kind);
      }),
      { numRuns: 200 },
    );
  });

  it('in which a container hides another is looked at one level deep: nothing in it is opened', async () => {
    const inner = zipOf([{ name: 'zeros', content: Buffer.alloc(110 * 1024 * 1024), deflate: true }]);
    const outer = zipOf([ASICE_TYPE, { name: 'inner.zip', content: inner, deflate: true }]);
    expect(deflateRawSync(inner).length).to.be.lessThan(inner.length);
    expect(await readContainer(outer)).to.deep.equal({ kind: 'sound' });
  });
});
