// Ends this process when the one that started it is gone: nobody reads what it would say, and workerd would stay.

process.stdin.on("end", () => process.exit(1)); // Miniflare then ends its workerd.
process.stdin.resume();
process.stdin.unref?.();
