using StoreForensics.Cli.Output.Places;

namespace StoreForensics.Cli.Output;

/// <summary>A place that this run may write to. There is no other way to one than <see cref="EvidenceGuard"/>, and nothing is written without one.</summary>
internal sealed class OutputPlace
{
    private readonly EvidenceGuard _guard;

    /// <param name="guard">Gave it out.</param>
    /// <param name="path">As typed.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="isDirectory">Whether files are written below it, not into it.</param>
    /// <param name="mayOverwrite">Whether what is there may be replaced.</param>
    internal OutputPlace(EvidenceGuard guard, string path, FilePlace place, bool isDirectory, bool mayOverwrite) =>
        (_guard, Path, Place, IsDirectory, MayOverwrite) = (guard, path, place, isDirectory, mayOverwrite);

    /// <summary>As typed.</summary>
    public string Path { get; }

    /// <summary>The one path by which it is written.</summary>
    public string FullPath => Place.FullPath;

    public FilePlace Place { get; }

    public bool IsDirectory { get; }

    public bool MayOverwrite { get; }

    /// <exception cref="InvalidOperationException">Not all evidence is known yet: what would be written might be it.</exception>
    public void RequireCleared()
    {
        if (!_guard.KnowsAll)
            throw new InvalidOperationException("nothing is written before all evidence is known");
    }
}
