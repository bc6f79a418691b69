using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Model.Copies;

namespace StoreForensics.Copies;

/// <summary>
/// Decides what a copy lost. A kind of thing counts as lost only where the whole evidence has none of it: a single one shows that it is kept, and that others
/// are not there then means something.
/// </summary>
internal sealed class CopyJudgement(EntrySurvey survey, RecordSurvey records, IReadOnlyList<string> wrapping, IReadOnlyList<Layer> layers)
{
    // Of nearly all, and of enough of them that no intruder's work looks like it.
    private const int Percent = 80;
    private const int Fewest = 20;

    private const ushort SetIdBits = 0xe00;

    private readonly List<CopyNote> _notes = [];
    private ushort _fileMode, _directoryMode;
    private int _step;

    /// <summary>Whether the evidence was found to end early.</summary>
    public bool IsCut { get; init; }

    /// <summary>See <see cref="ChangeTimes"/>.</summary>
    public bool AreChangeTimesOfCopy { get; init; }

    public CopyFacts Facts()
    {
        Marks();
        Kinds();
        Owners();
        Modes();
        Times();
        Attributes();
        if (records.Links.IsAllGone && survey.LinkedNames == 0)
            Lost(CopyLoss.HardLinks, Count(records.Links.Recorded, "hard link") + " recorded, and no two names of the evidence are one file",
                "names of one file are copies of it here; sizes on disk count them several times");
        if (IsCut)
            Lost(CopyLoss.Rest, "the evidence ends early", "what is not in it may be among what is missing: no absence is held against anyone");
        return new CopyFacts
        {
            Lost = _notes.Aggregate(AreChangeTimesOfCopy ? CopyLoss.ChangeTimes : CopyLoss.None, (all, n) => all | n.Loss),
            LostFileMode = _fileMode,
            LostDirectoryMode = _directoryMode,
            TimeStepSeconds = _step,
            Notes = [.. _notes],
        };
    }

    // The union file system's own marks.
    private void Marks()
    {
        bool isOverlay = layers.Any(l => !l.Files!.IsWholeTree && l.Files.Marks.UsesAttributes);
        if (isOverlay && !survey.HasTrusted && !(survey.HasUser && records.Opaque.Found > 0))
        {
            const string Consequence = "opaque directories cannot be seen, so names that they hid may show, save where a layer's record tells of them";
            if (records.Opaque.IsAllGone)
                Lost(CopyLoss.TrustedAttributes, Count(records.Opaque.Recorded, "opaque directory", "opaque directories")
                    + " recorded, and the evidence holds no extended attribute of overlayfs: the copy did not keep them", Consequence);
            else if (CannotHoldAttributes())
                Lost(CopyLoss.TrustedAttributes, $"{wrapping[^1]} does not hold extended attributes", Consequence);
            else if (records.Opaque.Recorded == 0 && HasContainerFiles())
                _notes.Add(new CopyNote(CopyLoss.TrustedAttributes,
                    "containers wrote files, and the evidence holds no extended attribute of overlayfs: either there was none, or the copy did not keep them",
                    Consequence)
                { IsCertain = false });
        }
        bool marksAreDevices = layers.Any(l => !l.Files!.IsWholeTree && l.Files.Marks.UsesDevices);
        bool isDeletionGone = marksAreDevices && records.Deletions.IsAllGone;
        if (survey.Devices == 0 && (isDeletionGone || records.Devices.IsAllGone || (marksAreDevices && CannotHoldDevices())))
            Lost(CopyLoss.Devices, isDeletionGone
                ? Count(records.Deletions.Recorded, "mark") + " of deletion recorded, and the evidence holds no device: the copy did not keep them"
                : records.Devices.IsAllGone ? Count(records.Devices.Recorded, "device")
                    + " recorded, and the evidence holds none: the copy did not keep them"
                : $"{wrapping[^1]} does not hold devices",
                "deletions of overlay drivers cannot be seen, so deleted names may show, save where a layer's record tells of them");
    }

    private void Kinds()
    {
        if (survey.Implied >= 5 && survey.Implied * 100 >= (survey.Directories + survey.Implied) * Percent)
            Lost(CopyLoss.Directories,
                $"{Number(survey.Implied)} of {Number(survey.Directories + survey.Implied)} directories have no entry of their own: the copy kept files only",
                "owners, modes, times and marks of directories are unknown, and empty ones are missing");
        if (records.Pipes.IsAllGone && survey.Pipes == 0)
            Lost(CopyLoss.Pipes, Count(records.Pipes.Recorded, "named pipe") + " recorded, and the evidence holds none: the copy did not keep them",
                "that one is missing means nothing");
        if (records.Symlinks.IsAllGone && survey.Symlinks == 0)
            Lost(CopyLoss.Symlinks, Count(records.Symlinks.Recorded, "symbolic link") + " recorded, and the evidence holds none: the copy did not keep them",
                "where links led is unknown, and files may stand in their places");
        if (records.EmptyFiles.IsAllGone && survey.EmptyFiles == 0 && survey.Files >= Fewest)
            Lost(CopyLoss.EmptyFiles, Count(records.EmptyFiles.Recorded, "empty file") + " recorded, and the evidence holds none: the copy did not keep them",
                "that an empty file is missing means nothing");
        if (records.NamesOutsideAscii.IsAllGone)
            Lost(CopyLoss.Names, Count(records.NamesOutsideAscii.Recorded, "name")
                + " with bytes outside ASCII recorded, and none is there: the copy did not keep them",
                "such files stand under other names or not at all");
    }

    private void Owners()
    {
        bool areOfCopy = !survey.HasSeveralOwners && records.Owners.Found < records.Owners.Recorded;
        if (!areOfCopy && records.OwnerNumbers.AreMapped)
            Lost(CopyLoss.OwnerNumbers,
                $"all {Number(records.Owners.Recorded)} entries have another owner than recorded, each recorded owner a number of its own: those of a user namespace",
                "owners are shown as on disk and not compared");
        else if (areOfCopy || records.Owners.IsMostlyGone(Percent, Fewest))
            Lost(CopyLoss.Owners, (areOfCopy
                ? $"all {Number(survey.Entries)} entries of layers have one owner, and {Number(records.Owners.Recorded - records.Owners.Found)} are recorded with another"
                : $"{Number(records.Owners.Recorded - records.Owners.Found)} of {Number(records.Owners.Recorded)} entries have another owner than recorded")
                + ": the copy did not keep owners, or they are those of a user namespace", "whose a file was is not compared");
    }

    // Bits that records have and nothing on disk: a umask, a file system without them, or a copy without -p.
    private void Modes()
    {
        bool isFewerThanRecorded = survey.KindsOfFileMode <= 2 && survey.KindsOfDirectoryMode <= 1
            && records.KindsOfFileMode > survey.KindsOfFileMode && records.KindsOfFileMode + records.KindsOfDirectoryMode >= 4;
        if (survey.Files >= Fewest && survey.KindsOfFileMode == 1 && records.KindsOfFileMode == 0)
        {
            (_fileMode, _directoryMode) = (CopyFacts.AllModeBits, CopyFacts.AllModeBits);
            _notes.Add(new CopyNote(CopyLoss.Modes,
                $"all {Number(survey.Files)} files of layers have one mode, and no record tells their modes: either they had it, or the copy did not keep modes",
                "modes count as unknown; files with set-id may show without it")
            { IsCertain = false });
            return;
        }
        if (survey.Files >= Fewest && isFewerThanRecorded)
        {
            (_fileMode, _directoryMode) = (CopyFacts.AllModeBits, CopyFacts.AllModeBits);
            Lost(CopyLoss.Modes, $"all {Number(survey.Files)} files of layers have {Count(survey.KindsOfFileMode, "mode")} between them, "
                + $"and {Number(records.KindsOfFileMode)} are recorded: the copy did not keep modes",
                "what is not kept of modes is not compared; files with set-id may show without it");
            return;
        }
        ushort gone = (ushort)(records.FileModes & ~survey.FileModes), goneOfDirectories = (ushort)(records.DirectoryModes & ~survey.DirectoryModes);
        bool isCopyWithoutModes = records.FileTimes.IsMostlyGone(Percent, 5) || records.Owners.IsMostlyGone(Percent, Fewest);
        if (!isCopyWithoutModes && records.FilesWith((ushort)(gone & SetIdBits)) < 3)
            gone &= unchecked((ushort)~SetIdBits);
        if (!isCopyWithoutModes && records.FilesWith((ushort)(gone & ~SetIdBits)) < 3)
            gone &= SetIdBits;
        (_fileMode, _directoryMode) = (gone, gone != 0 || isCopyWithoutModes ? goneOfDirectories : (ushort)0);
        if ((_fileMode | _directoryMode) != 0)
            Lost(CopyLoss.Modes, $"permission bits {Octal((ushort)(_fileMode | _directoryMode))} are recorded and no file has them: the copy did not keep them",
                "what is not kept of modes is not compared; files with set-id may show without it");
    }

    private void Times()
    {
        bool isStepped = survey.OddSeconds == 0 && survey.Fractions == 0 && survey.Entries >= Fewest
            && records.NearTimes > 0 && records.NearTimes >= records.FileTimes.Recorded - records.FileTimes.Found;
        if (isStepped)
            _step = 2;
        else if (records.FileTimes.IsMostlyGone(Percent, 5))
            Lost(CopyLoss.FileTimes,
                $"{Number(records.FileTimes.Recorded - records.FileTimes.Found)} of {Number(records.FileTimes.Recorded)} files have another time than recorded: the copy did not keep times",
                "modification times are of the copy, not of the host: they say nothing of when a file was written");
        if (!isStepped && records.DirectoryTimes.IsMostlyGone(Percent, 5))
            Lost(CopyLoss.DirectoryTimes,
                $"{Number(records.DirectoryTimes.Recorded - records.DirectoryTimes.Found)} of {Number(records.DirectoryTimes.Recorded)} directories have another time than recorded: the copy did not keep times of directories",
                "when a name was put into a directory or taken out is unknown");
        if (isStepped)
            Lost(CopyLoss.None, "all times are even whole seconds, as on FAT: the copy rounded them",
                "times may be up to two seconds off, and the order within them is unknown");
    }

    private void Attributes()
    {
        if (records.Capabilities.IsAllGone && !survey.HasSecurity)
            Lost(CopyLoss.SecurityAttributes, Count(records.Capabilities.Recorded, "file capability", "file capabilities")
                + " recorded, and the evidence holds no attribute named security: the copy did not keep them", "capabilities of files are not compared");
        if (records.UserAttributes.IsAllGone && !survey.HasUser)
            Lost(CopyLoss.UserAttributes, Count(records.UserAttributes.Recorded, "attribute")
                + " named user recorded, and the evidence holds none: the copy did not keep them", "attributes of users are not compared");
    }

    private bool CannotHoldAttributes() => wrapping[^1] is "zip" or "7z";

    private bool CannotHoldDevices() => wrapping[^1] is "zip" or "7z";

    // Since 2017 the kernel marks nearly all that is copied up or made in a container's layer (Linux 4.12, fs/overlayfs: origin, impure).
    private bool HasContainerFiles() => layers.Any(l => l is { Role: LayerRole.Container, Files: { IsWholeTree: false } files }
        && files.Marks.UsesAttributes && files.Tree.Children(files.Root).Length > 0);

    private void Lost(CopyLoss what, string basis, string consequence) => _notes.Add(new CopyNote(what, basis, consequence));

    private static string Count(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Octal(ushort bits) => Convert.ToString(bits, 8).PadLeft(4, '0');
}
