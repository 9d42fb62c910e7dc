/** The scripted agent as the entry of a worker thread, whose first argument is a folder and no manner. */
process.argv.splice(2);
await import('./scripted-agent.ts');

export {};
