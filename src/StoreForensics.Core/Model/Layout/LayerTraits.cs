namespace StoreForensics.Model.Layout;

/// <summary>How a layer's directory came to be, as far as it bears on comparing it with its record.</summary>
[Flags]
public enum LayerTraits
{
    None = 0,

    /// <summary>A builder wrote the directory while it ran the step, and the tar was made of it afterwards; others were unpacked from a tar.</summary>
    BuiltInPlace = 1,

    /// <summary>Its record was written by a migration, long after the layer was made: the record's time is the migration's.</summary>
    RecordedByMigration = 4,

    /// <summary>Its files are in the evidence, in a form that is not read.</summary>
    Unread = 8,

    /// <summary>The engine made the layer's root directory itself, with a mode and an owner of its own, whatever the tar says of it.</summary>
    RootIsEngines = 16,

    /// <summary>It was unpacked file by file from a table of contents, or its owners were shifted in place: directories have the times of that.</summary>
    LosesDirectoryTimes = 32,
}
