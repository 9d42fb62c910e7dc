import { expect, test } from 'vitest';
import { cipherOf, type KeyStore } from '../../../main/shell/electron/key-store.ts';

type Backend = ReturnType<KeyStore['getSelectedStorageBackend']>;

function storeOf(backend: Backend, available = true): KeyStore & { opened: number; rotated: boolean } {
  const store = {
    opened: 0,
    rotated: false,
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`sealed ${text}`)),
    decryptStringAsync(sealed: Buffer) {
      store.opened += 1;
      const result = sealed.toString().replace('sealed ', '') + (store.rotated && store.opened > 1 ? ' anew' : '');
      return Promise.resolve({ result, shouldReEncrypt: store.rotated });
    },
  };
  return store;
}

test('[S4.3] a password that everybody knows counts as no key store', async () => {
  expect(await cipherOf(storeOf('basic_text'), 'linux')).toBeNull();
  expect(await cipherOf(storeOf('unknown'), 'linux')).toBeNull();
  expect(await cipherOf(storeOf('gnome_libsecret', false), 'linux')).toBeNull();
  expect(await cipherOf(storeOf('kwallet6'), 'linux')).not.toBeNull();
  expect(await cipherOf(storeOf('unknown'), 'darwin')).not.toBeNull();
});

test('[S4.3] what the key store sealed it opens, also after its key was changed', async () => {
  const store = storeOf('gnome_libsecret');
  const cipher = await cipherOf(store, 'linux');
  const sealed = await cipher?.seal('sk-1');
  expect(sealed?.toString()).toBe('sealed sk-1');
  expect(await cipher?.open(sealed ?? Buffer.of())).toBe('sk-1');
  store.rotated = true;
  expect(await cipher?.open(sealed ?? Buffer.of())).toBe('sk-1 anew');
});
