using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Writes a file beside its place and renames it when whole: there are no half reports, not even after an interrupt.
/// </summary>
internal static class OutputFile
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_partial = [];

    /// <summary>Refuses, before any work is done, to overwrite what is there.</summary>
    /// <exception cref="UsageException">The file exists and <paramref name="force"/> is false.</exception>
    public static void CheckFree(string path, bool force)
    {
        if (!force && (File.Exists(path) || Directory.Exists(path)))
            throw new UsageException($"{DisplayText.Escape(path)} exists; --force overwrites it");
    }

    /// <summary>Writes by the action; returns what it returns.</summary>
    public static T Write<T>(string path, Func<Stream, T> write) => WriteAt(path, partial =>
    {
        using var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        return write(file);
    });

    /// <summary>The same for what makes the file itself.</summary>
    public static T WriteAt<T>(string path, Func<string, T> write)
    {
        string partial = path + ".partial";
        try
        {
            Register(partial);
            File.Delete(partial);
            T result = write(partial);
            File.Move(partial, path, overwrite: true);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{DisplayText.Escape(path)} cannot be written: {DisplayText.Escape(e.Message)}", e);
        }
        finally
        {
            Forget(partial);
        }
    }

    /// <summary>Removes whatever is unfinished.</summary>
    public static void Abandon()
    {
        lock (s_lock)
        {
            foreach (string partial in s_partial)
                TryDelete(partial);
        }
    }

    private static void Register(string partial)
    {
        lock (s_lock)
            s_partial.Add(partial);
    }

    private static void Forget(string partial)
    {
        lock (s_lock)
            s_partial.Remove(partial);
        TryDelete(partial);
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
}
