namespace StoreForensics.Tests.Copies;

/// <summary>Ways in which people copy a store, by what each loses.</summary>
internal enum CopyWay
{
    /// <summary><c>tar -c</c>: no extended attributes.</summary>
    WithoutAttributes,

    /// <summary><c>docker cp</c>: the attributes named <c>security</c> alone.</summary>
    SecurityAlone,

    /// <summary><c>rsync</c> without <c>-D</c>.</summary>
    WithoutDevices,

    /// <summary>7z: devices become empty files.</summary>
    DevicesAsFiles,

    /// <summary>A tar of <c>find ! -type d</c>.</summary>
    WithoutDirectories,

    /// <summary>A tar of <c>find -type f</c>, without attributes.</summary>
    FilesAlone,

    /// <summary>By a user: one owner.</summary>
    OneOwner,

    /// <summary>No copy at all: the store of an engine without root, whose owners are those of a user namespace.</summary>
    UserNamespace,

    /// <summary><c>cp -r</c> by a user: new times, one owner, modes less the umask, no attributes.</summary>
    Fresh,

    /// <summary>FAT: one owner, one mode, even seconds, no links, attributes or devices.</summary>
    Fat,

    /// <summary>Times in whole seconds.</summary>
    WholeSeconds,

    /// <summary>A tool that leaves out files without bytes.</summary>
    WithoutEmptyFiles,

    /// <summary>A zip that writes <c>_</c> for what is not ASCII, with neither devices nor attributes.</summary>
    AsciiNames,

    /// <summary><c>rsync</c> without <c>-H</c>: each name a file of its own.</summary>
    WithoutLinks,
}
