import type { SafeStorage } from 'electron';
import type { Cipher } from '../../secrets/cipher.ts';

export type KeyStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/**
 * The system's key store, or null where there is none: with the back-end `basic_text` Electron on Linux seals with a
 * password that everybody knows. To be called when Electron is ready.
 */
export async function cipherOf(store: KeyStore, platform: string): Promise<Cipher | null> {
  if (!(await store.isAsyncEncryptionAvailable())) return null;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(store.getSelectedStorageBackend())) return null;
  return {
    seal: (text) => store.encryptStringAsync(text),
    async open(sealed) {
      const { result, shouldReEncrypt } = await store.decryptStringAsync(sealed);
      // As Electron asks: the key was changed, and the second answer is under the new one.
      return shouldReEncrypt ? (await store.decryptStringAsync(sealed)).result : result;
    },
  };
}
