namespace StoreForensics.Ingest.Directories;

/// <summary>The codes of what can go wrong with a live directory. Stable: never renumbered.</summary>
internal static class DirectoryProblems
{
    /// <summary>A directory could not be opened or listed to its end.</summary>
    public const string DirectoryUnreadable = "SF-DIR-0001";

    /// <summary>A name's facts could not be read.</summary>
    public const string EntryUnreadable = "SF-DIR-0002";

    /// <summary>A name was listed and is gone, or is another file now.</summary>
    public const string Vanished = "SF-DIR-0003";

    /// <summary>Extended attributes could not be read.</summary>
    public const string XattrsUnreadable = "SF-DIR-0004";

    /// <summary>A tree that the kernel makes up was not walked.</summary>
    public const string PseudoFileSystem = "SF-DIR-0005";

    /// <summary>Reading may have changed an access time.</summary>
    public const string AccessTimeTouched = "SF-DIR-0006";

    /// <summary>A directory lies within itself, or too deep.</summary>
    public const string TooDeep = "SF-DIR-0007";

    /// <summary>The user may not see <c>trusted.*</c> attributes.</summary>
    public const string TrustedHidden = "SF-DIR-0008";

    /// <summary>A symlink's target could not be read.</summary>
    public const string TargetUnreadable = "SF-DIR-0009";

    /// <summary>A file could not be opened.</summary>
    public const string NotOpened = "SF-DIR-0010";

    /// <summary>A file is not as it was when it was listed.</summary>
    public const string Changed = "SF-DIR-0011";

    /// <summary>The medium failed while a file was read.</summary>
    public const string ReadFailed = "SF-DIR-0012";

    /// <summary>A time has a fraction of a second or more.</summary>
    public const string ImpossibleTime = "SF-DIR-0013";

    /// <summary>A name cannot be kept.</summary>
    public const string NameRefused = "SF-DIR-0014";

    /// <summary>A directory may not be opened by the user who runs the program.</summary>
    public const string NoPermission = "SF-DIR-0016";

    /// <summary>This system tells less than Linux does.</summary>
    public const string ReducedMetadata = "SF-DIR-0015";

    /// <param name="why">As the system says it.</param>
    public static string NoPermissionWords(string why) => $"Directory cannot be opened: {why}. Run the program as root, or on a copy made by root.";
}
