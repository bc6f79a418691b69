using StoreForensics.Evidence;

namespace StoreForensics.Model.Copies;

/// <summary>What one evidence can carry, found once and before anything of it is judged.</summary>
public sealed record CopyFacts
{
    /// <summary>An evidence that kept everything, as far as it can be told.</summary>
    public static readonly CopyFacts Whole = new();

    public CopyLoss Lost { get; init; }

    /// <summary>Permission bits that records have and no file of the layers has; all twelve where modes say nothing.</summary>
    public ushort LostFileMode { get; init; }

    /// <summary>As <see cref="LostFileMode"/>, of directories.</summary>
    public ushort LostDirectoryMode { get; init; }

    /// <summary>Seconds by which a copied time may differ from the file's: 2 as of FAT; 0 where times are kept.</summary>
    public int TimeStepSeconds { get; init; }

    /// <summary>In words, for each loss.</summary>
    public IReadOnlyList<CopyNote> Notes { get; init; } = [];

    /// <summary>Whether any of these was lost.</summary>
    public bool HasLost(CopyLoss any) => (Lost & any) != 0;

    /// <summary>Whether what the evidence says of this entry's mode is of the host.</summary>
    public bool KeepsMode(EntryKind kind) => kind != EntryKind.Implied && (kind.IsDirectory() ? LostDirectoryMode : LostFileMode) != AllModeBits;

    /// <summary>Whether what the evidence says of this entry's owner is of the host.</summary>
    public bool KeepsOwner(EntryKind kind) => kind != EntryKind.Implied && !HasLost(CopyLoss.Owners);

    /// <summary>Whether what the evidence says of this entry's modification time is of the host.</summary>
    public bool KeepsTime(EntryKind kind) => kind != EntryKind.Implied && !HasLost(kind.IsDirectory() ? CopyLoss.DirectoryTimes : CopyLoss.FileTimes);

    /// <summary>Permission and set-id bits.</summary>
    public const ushort AllModeBits = 0xfff;
}

/// <summary>One loss, in words.</summary>
/// <param name="Loss">What was lost.</param>
/// <param name="Basis">On what that rests.</param>
/// <param name="Consequence">What cannot be seen without it.</param>
public sealed record CopyNote(CopyLoss Loss, string Basis, string Consequence)
{
    /// <summary>Whether there was something to lose, as far as the evidence tells.</summary>
    public bool IsCertain { get; init; } = true;
}
