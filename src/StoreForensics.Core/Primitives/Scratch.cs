namespace StoreForensics.Primitives;

/// <summary>
/// The one owner of temporary files: sorter runs and spooled members. Files are created in one private directory, opened so that nobody else
/// reads them, and gone when this is disposed. Nothing is written before the first <see cref="CreateFile"/>.
/// </summary>
public sealed class Scratch(string? parent = null) : IDisposable
{
    private readonly string _parent = parent ?? Path.GetTempPath();
    private readonly Lock _lock = new();
    private string? _directory;
    private int _count;

    /// <summary>Why no temporary file may be made; null when they may.</summary>
    public string? Refusal { get; init; }

    /// <summary>A new empty file, readable and writable, deleted when closed. Errors are <see cref="IOException"/>.</summary>
    /// <exception cref="UsageException">There is a <see cref="Refusal"/>.</exception>
    public FileStream CreateFile(string purpose)
    {
        lock (_lock)
        {
            try
            {
                _directory ??= MakeDirectory();
                return Create(Path.Combine(_directory, $"{purpose}-{++_count}"));
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }

    /// <summary>A path in the private directory at which nothing is yet, for what must make its
    /// file itself; gone with the directory. Errors are <see cref="IOException"/>.</summary>
    /// <exception cref="UsageException">There is a <see cref="Refusal"/>.</exception>
    public string PathFor(string purpose)
    {
        lock (_lock)
        {
            try
            {
                _directory ??= MakeDirectory();
                return Path.Combine(_directory, $"{purpose}-{++_count}");
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }

    public void Dispose()
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
        _directory = null;
    }

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = 0,
        Options = FileOptions.DeleteOnClose,
    });

    private string MakeDirectory()
    {
        if (Refusal is not null)
            throw new UsageException(Refusal);
        string name = Path.Combine(_parent, "storeforensics-" + Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(name).FullName;
        return Directory.CreateDirectory(name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
