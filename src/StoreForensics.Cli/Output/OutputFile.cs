using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Writes a file beside its place and renames it when whole: there are no half reports, not even after an interrupt.
/// </summary>
internal static class OutputFile
{
    /// <summary>What stands between a report and its file; only tests set it, each for itself.</summary>
    internal static AsyncLocal<Func<Stream, Stream>?> Between { get; } = new();

    /// <summary>Writes by the action; returns what it returns.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static T Write<T>(OutputPlace output, Func<Stream, T> write) => WriteNew(output, file =>
    {
        using var behind = new WriteBehindStream(file);
        T result = write(Between.Value?.Invoke(behind) ?? behind);
        behind.Flush();
        return result;
    });

    /// <summary>The same for what opens the file itself, by a path at which an empty one is.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static T WriteAt<T>(OutputPlace output, Func<string, T> write) => WriteNew(output, file =>
    {
        file.Dispose();
        return write(file.Name);
    });

    /// <summary>Writes below a directory, which is made first where it is not there, and is gone again if that fails before anything is in it.</summary>
    /// <exception cref="OutputException">It cannot be made.</exception>
    public static T WriteBelow<T>(OutputPlace output, Func<T> write)
    {
        output.RequireCleared();
        var made = new List<string>();
        try
        {
            Make(output, made);
            T result = write();
            UnfinishedOutputs.KeepDirectories(made);
            return result;
        }
        finally
        {
            UnfinishedOutputs.DropDirectories(made);
        }
    }

    /// <summary>Writes into a directory. One that is not there is filled beside its place and gets its name when whole; what lies in one that is there is
    /// kept.</summary>
    /// <param name="output">The directory.</param>
    /// <param name="write">Gets the path of the directory to write into, which is there.</param>
    /// <exception cref="OutputException">It cannot be made.</exception>
    public static T WriteInto<T>(OutputPlace output, Func<string, T> write)
    {
        if (Directory.Exists(output.FullPath))
            return WriteBelow(output, () => write(output.FullPath));
        output.RequireCleared();
        var made = new List<string>();
        string? stage = null;
        try
        {
            string parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(output.FullPath))!;
            UnfinishedOutputs.MakeDirectories(parent, made);
            stage = UnfinishedOutputs.CreateStage(parent);
            T result = write(stage);
            UnfinishedOutputs.FinishStage(stage, output.FullPath);
            UnfinishedOutputs.KeepDirectories(made);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(output, e);
        }
        finally
        {
            if (stage is not null)
                UnfinishedOutputs.DropStage(stage);
            UnfinishedOutputs.DropDirectories(made);
        }
    }

    /// <summary>Writes several files of a directory beside their places; all get their names when all are whole, of each row the last one at the end.</summary>
    /// <param name="directory">Made where it is not there.</param>
    /// <param name="rows">What belongs together; the last file of each counts for the row, and what it replaces goes first.</param>
    /// <param name="write">Gets the paths of empty files, as the rows are.</param>
    /// <exception cref="OutputException">One cannot be written.</exception>
    public static void WriteTogether(OutputPlace directory, OutputPlace[][] rows, Action<string[][]> write)
    {
        directory.RequireCleared();
        var made = new List<string>();
        var partial = new List<string>();
        try
        {
            foreach (OutputPlace file in rows.SelectMany(r => r))
                UnfinishedOutputs.MakeDirectories(Path.GetDirectoryName(file.FullPath)!, made);
            string[][] paths = [.. rows.Select(r => r.Select(file => NewFile(Path.GetDirectoryName(file.FullPath)!, partial)).ToArray())];
            write(paths);
            for (int i = 0; i < rows.Length; i++)
                UnfinishedOutputs.FinishTogether(paths[i], [.. rows[i].Select(f => f.FullPath)]);
            UnfinishedOutputs.KeepDirectories(made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(directory, e);
        }
        finally
        {
            foreach (string path in partial)
                UnfinishedOutputs.Drop(path);
            UnfinishedOutputs.DropDirectories(made);
        }
    }

    /// <summary>Removes whatever is unfinished.</summary>
    public static void Abandon() => UnfinishedOutputs.Abandon();

    private static string NewFile(string directory, List<string> made)
    {
        using FileStream file = UnfinishedOutputs.CreateFile(directory);
        made.Add(file.Name);
        return file.Name;
    }

    private static T WriteNew<T>(OutputPlace output, Func<FileStream, T> write)
    {
        output.RequireCleared();
        string? partial = null;
        try
        {
            T result;
            using (FileStream file = UnfinishedOutputs.CreateFile(Path.GetDirectoryName(output.FullPath)!))
            {
                partial = file.Name;
                result = write(file);
            }
            UnfinishedOutputs.Finish(partial, output.FullPath, output.MayOverwrite);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(output, e);
        }
        finally
        {
            if (partial is not null)
                UnfinishedOutputs.Drop(partial);
        }
    }

    private static void Make(OutputPlace directory, List<string> made)
    {
        try
        {
            UnfinishedOutputs.MakeDirectories(directory.FullPath, made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{DisplayText.Escape(directory.Path)} cannot be made: {DisplayText.Escape(e.Message)}", e);
        }
    }

    private static OutputException Failure(OutputPlace output, Exception e) =>
        new($"{DisplayText.Escape(output.Path)} cannot be written: {DisplayText.Escape(e.Message)}", e);
}
