using System.Text;

namespace StoreForensics.Primitives;

/// <summary>
/// The one owner of temporary files: sorter runs and spooled members. Files are created in one private directory, opened so that nobody else
/// reads them, and gone when this is disposed. Nothing is written before the first <see cref="CreateFile"/>. As long as the run lives it holds the lock of
/// <see cref="RunFile"/> in the directory; when it was killed nobody does, so that a later one knows that what is there is left over.
/// </summary>
public sealed class Scratch(string? parent = null) : IDisposable
{
    /// <summary>How the private directories' names begin.</summary>
    public const string Prefix = "storeforensics-";

    /// <summary>The file in the directory whose lock says that its run lives; a line for each thing made elsewhere and not finished.</summary>
    public const string RunFile = "run";

    /// <summary>The first line of a <see cref="RunFile"/>, by which it is known for one.</summary>
    public const string RunMark = "a run of storeforensics, and what it has not finished";

    private const int Attempts = 5;

    private static readonly Lock s_all = new();
    private static readonly HashSet<Scratch> s_live = [];
    private static volatile bool s_isEnding;

    private readonly string _parent = parent ?? Path.GetTempPath();
    private readonly Lock _lock = new();
    private string? _directory;
    private FileStream? _run;
    private int _count;

    /// <summary>Why no temporary file may be made; null when they may.</summary>
    public string? Refusal { get; init; }

    /// <summary>Removes the directories of every scratch of this process, which is about to end: whoever wants a temporary file now waits for that.</summary>
    public static void DisposeAll()
    {
        s_isEnding = true;
        Scratch[] live;
        lock (s_all)
            live = [.. s_live];
        foreach (Scratch scratch in live)
            scratch.Dispose();
    }

    /// <summary>A new empty file, readable and writable, deleted when closed. Errors are <see cref="IOException"/>.</summary>
    /// <exception cref="UsageException">There is a <see cref="Refusal"/>.</exception>
    public FileStream CreateFile(string purpose) => Make(directory => Create(Path.Combine(directory, $"{purpose}-{++_count}")));

    /// <summary>The path of a new empty file in the private directory, for what must open its file itself; gone with the directory. Errors are
    /// <see cref="IOException"/>.</summary>
    /// <exception cref="UsageException">There is a <see cref="Refusal"/>.</exception>
    public string EmptyFile(string purpose) => Make(directory =>
    {
        string path = Path.Combine(directory, $"{purpose}-{++_count}");
        new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0).Dispose();
        return path;
    });

    /// <summary>A path in the private directory at which nothing is, for what must make its directory itself; gone with the directory. Errors are
    /// <see cref="IOException"/>.</summary>
    /// <exception cref="UsageException">There is a <see cref="Refusal"/>.</exception>
    public string PathFor(string purpose) => Make(directory => Path.Combine(directory, $"{purpose}-{++_count}"));

    /// <summary>Writes down what this run makes elsewhere, for the next one to clear away if this one is killed. Where no temporary file can be made it is not
    /// written down.</summary>
    /// <param name="line">Without a line end.</param>
    public void Note(string line)
    {
        if (Refusal is not null)
            return;
        try
        {
            Make(_ =>
            {
                _run!.Write(Encoding.UTF8.GetBytes(line + '\n'));
                return true;
            });
        }
        catch (IOException)
        {
            // The output can be written all the same.
        }
    }

    public void Dispose()
    {
        lock (s_all)
            s_live.Remove(this);
        lock (_lock)
        {
            if (_directory is null)
                return;
            try
            {
                Directory.Delete(_directory, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file still open on Windows: it is deleted when closed; the empty directory stays.
            }
            _run?.Dispose();
            _directory = null;
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private T Make<T>(Func<string, T> make)
    {
        lock (_lock)
        {
            try
            {
                if (!s_isEnding)
                    return make(_directory ??= MakeDirectory());
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException(e.Message, e);
            }
        }
        Thread.Sleep(Timeout.Infinite);
        throw new InvalidOperationException();
    }

    private string MakeDirectory()
    {
        if (Refusal is not null)
            throw new UsageException(Refusal);
        for (int attempt = 1; ; attempt++)
        {
            string name = Path.Combine(_parent, Prefix + Path.GetRandomFileName());
            string made = OperatingSystem.IsWindows() ? Directory.CreateDirectory(name).FullName
                : Directory.CreateDirectory(name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            try
            {
                _run = new FileStream(Path.Combine(made, RunFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0);
                // Another run can have looked, and cleared it away, between the file's making and its lock. With the lock none can.
                if (!File.Exists(_run.Name))
                {
                    _run.Dispose();
                    throw new IOException("it was cleared away");
                }
                _run.Write(Encoding.UTF8.GetBytes(RunMark + '\n'));
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another run looked whether it is left over, before it had its lock.
                if (Directory.Exists(made))
                    Directory.Delete(made, recursive: true);
                continue;
            }
            lock (s_all)
                s_live.Add(this);
            return made;
        }
    }
}
