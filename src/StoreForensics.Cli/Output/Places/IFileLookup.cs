namespace StoreForensics.Cli.Output.Places;

/// <summary>How a system tells files apart. Nothing is opened and no access time moves.</summary>
internal interface IFileLookup
{
    /// <summary>Null when there is nothing of that name, or it cannot be seen.</summary>
    /// <param name="path">Of any kind of file.</param>
    /// <param name="follow">What a link leads to instead of the link.</param>
    FileFacts? Find(string path, bool follow);

    /// <summary>A directory that exists, then all that it lies in, up to the root.</summary>
    IEnumerable<FileKey> DirectoriesFrom(string directory);
}
