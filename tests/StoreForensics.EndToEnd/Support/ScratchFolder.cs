namespace StoreForensics.EndToEnd.Support;

/// <summary>A temporary folder that goes away with its owner.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private static readonly Lazy<ScratchFolder> s_session = new(() =>
    {
        var folder = new ScratchFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    private readonly string _root = Directory.CreateTempSubdirectory("storeforensics-tests-").FullName;

    /// <summary>One for all tests of the process: unpacked evidence is kept here.</summary>
    public static ScratchFolder Session => s_session.Value;

    public string Root => _root;

    public string File(string name) => Path.Combine(_root, name);

    /// <summary>Creates a folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_root))
                Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // Something still holds a file of it: the system's cleaner of temporary files will get it.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
