using StoreForensics.Cli.Extraction;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>What this run has made and not finished. Nothing else is ever deleted.</summary>
internal static class UnfinishedOutputs
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_files = [];
    private static readonly List<string> s_directories = [];
    private static readonly HashSet<string> s_stages = [];
    private static volatile bool s_isAbandoned;

    /// <summary>How the names begin and end of what is being written.</summary>
    public const string Prefix = ".storeforensics-";

    /// <inheritdoc cref="Prefix"/>
    public const string Suffix = ".partial";

    /// <summary>Where it is written down what this run makes, so that a later one can clear it away if this one is killed; null where it is not.</summary>
    public static AsyncLocal<Scratch?> Record { get; } = new();

    /// <summary>A new file in a directory, of a name that nobody can foresee.</summary>
    public static FileStream CreateFile(string directory)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            string path = NewName(directory);
            Record.Value?.Note(DeadRuns.Line(path));
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            s_files.Add(path);
            return file;
        }
    }

    /// <summary>A new directory in another one, of a name that nobody can foresee, to be filled and then given its name.</summary>
    public static string CreateStage(string directory)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            string path = NewName(directory);
            Record.Value?.Note(DeadRuns.Line(path));
            Directory.CreateDirectory(path);
            s_stages.Add(path);
            return path;
        }
    }

    /// <summary>Gives a whole directory its name, which nothing has.</summary>
    public static void FinishStage(string path, string finished)
    {
        lock (s_lock)
        {
            WaitIfAbandoned();
            Directory.Move(path, finished);
            s_stages.Remove(path);
        }
    }

    /// <summary>Removes the directory and all in it if it has not been finished.</summary>
    public static void DropStage(string path)
    {
        lock (s_lock)
        {
            if (s_stages.Remove(path))
                DirectoryRemoval.Remove(path);
        }
    }

    /// <summary>Whoever makes things below a <see cref="CreateStage">stage</see> asks before each: after an interrupt this does not return.</summary>
    public static void WaitIfAbandoned()
    {
        if (s_isAbandoned)
            Thread.Sleep(Timeout.Infinite);
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
            foreach (string stage in s_stages)
                RemoveWhileOneWrites(stage);
            foreach (string directory in Enumerable.Reverse(s_directories))
                TryRemove(directory);
        }
    }

    // Who writes into it stops at its next entry, which may be made after the directory was listed.
    private static void RemoveWhileOneWrites(string stage)
    {
        const int attempts = 20, pause = 10;
        DirectoryRemoval.Remove(stage);
        for (int attempt = 1; attempt < attempts && Directory.Exists(stage); attempt++)
        {
            Thread.Sleep(pause);
            DirectoryRemoval.Remove(stage);
        }
    }

    private static string NewName(string directory) => Path.Combine(directory, Prefix + Path.GetRandomFileName() + Suffix);

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
