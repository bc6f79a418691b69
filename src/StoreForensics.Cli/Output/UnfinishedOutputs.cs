namespace StoreForensics.Cli.Output;

/// <summary>What this run has made and not finished. Nothing else is ever deleted.</summary>
internal static class UnfinishedOutputs
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_files = [];
    private static readonly List<string> s_directories = [];
    private static bool s_isAbandoned;

    /// <summary>A new file in a directory, of a name that nobody can foresee.</summary>
    public static FileStream CreateFile(string directory)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            string path = Path.Combine(directory, $".storeforensics-{Path.GetRandomFileName()}.partial");
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            s_files.Add(path);
            return file;
        }
    }

    /// <summary>Gives a whole file its name.</summary>
    public static void Finish(string path, string finished, bool mayOverwrite)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            File.Move(path, finished, mayOverwrite);
            s_files.Remove(path);
        }
    }

    /// <summary>Gives whole files their names, which may be others' now. The last stands for all: what has its name goes first, and it comes last.</summary>
    public static void FinishTogether(string[] paths, string[] finished)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            File.Delete(finished[^1]);
            for (int i = 0; i < paths.Length; i++)
            {
                File.Move(paths[i], finished[i], overwrite: true);
                s_files.Remove(paths[i]);
            }
        }
    }

    /// <summary>Deletes the file if it has not been finished.</summary>
    public static void Drop(string path)
    {
        lock (s_lock)
        {
            if (s_files.Remove(path))
                TryDelete(path);
        }
    }

    /// <summary>Makes a directory that is not there, and what it lies in.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="made">Gets those that were made, the uppermost first; if one cannot be, those before it.</param>
    public static void MakeDirectories(string path, List<string> made)
    {
        var missing = new Stack<string>();
        for (string? at = path; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Push(at);
        lock (s_lock)
        {
            WaitIfAbandoned();
            foreach (string directory in missing)
            {
                Directory.CreateDirectory(directory);
                s_directories.Add(directory);
                made.Add(directory);
            }
        }
    }

    /// <summary>The directories stay, whatever comes.</summary>
    public static void KeepDirectories(IReadOnlyList<string> made)
    {
        lock (s_lock)
            s_directories.RemoveAll(made.Contains);
    }

    /// <summary>Removes those of the directories that are empty and were not kept.</summary>
    public static void DropDirectories(IReadOnlyList<string> made)
    {
        lock (s_lock)
        {
            foreach (string directory in Enumerable.Reverse(made).Where(s_directories.Remove))
                TryRemove(directory);
        }
    }

    /// <summary>Removes whatever is unfinished, and lets nothing more begin or finish: the program is about to end.</summary>
    public static void Abandon()
    {
        lock (s_lock)
        {
            s_isAbandoned = true;
            foreach (string path in s_files)
                TryDelete(path);
            foreach (string directory in Enumerable.Reverse(s_directories))
                TryRemove(directory);
        }
    }

    // After an interrupt whoever still writes waits here for the end of the program.
    private static void WaitIfAbandoned()
    {
        if (s_isAbandoned)
            Thread.Sleep(Timeout.Infinite);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done; the name says that it is partial.
        }
    }

    private static void TryRemove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something is in it: that was finished, or is not this run's.
        }
    }
}
