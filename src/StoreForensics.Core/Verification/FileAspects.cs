namespace StoreForensics.Verification;

/// <summary>In what a file is not as recorded.</summary>
[Flags]
internal enum FileAspects
{
    None = 0,
    Kind = 1,
    Content = 2,
    Size = 4,
    Link = 8,
    Device = 16,
    Mode = 32,
    Owner = 64,
    Modified = 128,
    Attributes = 256,

    /// <summary>The bytes cannot be read; whether they are as recorded is unknown.</summary>
    Unreadable = 512,

    /// <summary>Whether the directory hides what lies below it.</summary>
    Opaque = 1024,
}
