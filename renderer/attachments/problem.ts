/** Why a file was not attached. The words say what to do instead. */
export type AttachmentProblem =
  | { readonly code: 'too-large'; readonly name: string; readonly maxBytes: number }
  | { readonly code: 'too-many'; readonly max: number }
  | { readonly code: 'all-too-large'; readonly name: string; readonly maxBytes: number }
  | { readonly code: 'folder'; readonly name: string }
  | { readonly code: 'unreadable'; readonly name: string }
  | { readonly code: 'not-sent'; readonly name: string } // no connection, or it broke on the way
  | { readonly code: 'too-many-uploads'; readonly name: string }
  | { readonly code: 'disk-failing'; readonly name: string; readonly message: string }
  | { readonly code: 'not-as-promised'; readonly name: string };
