import { create } from 'zustand';
import type { Attachment } from '../../protocol/attachment.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';

/** A prompt that is being edited. Items of a greater `order` stay on the branch that is left when it is sent. */
export type Edit = {
  readonly turn: TurnId;
  readonly order: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
};

/** At most one in each session. They outlive a look at another session; what is not sent is nobody else's news. */
export const useEdits = create<{ readonly edits: Readonly<Record<SessionId, Edit>> }>()(() => ({ edits: {} }));

export const startEdit = (id: SessionId, edit: Edit) =>
  useEdits.setState(({ edits }) => ({ edits: { ...edits, [id]: edit } }));

export function endEdit(id: SessionId): void {
  useEdits.setState(({ edits: { [id]: _, ...others } }) => ({ edits: others }));
}
