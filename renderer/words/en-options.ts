/** What is said of what a person may choose for a session, and of what is allowed without a question. */
export const enOptions = {
  sessionOptions: 'Options of the session',
  optionMode: 'Mode',
  optionModel: 'Model',
  optionEffort: 'Effort',
  /** Read out for a choice: its name, and what it is set to. */
  chosenOf: (name: string, value: string) => `${name}: ${value}`,
  notTakenUp: 'not taken up yet',
  policyName: 'Permissions',
};
