using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>
/// On what a check that contradicts a record rests. That something was done after it was stored needs a time that tells: a change time later than the layer's
/// registration. An earlier one says that it was not done after that; without one it cannot be told when.
/// </summary>
internal static class CheckGrounds
{
    private const FileAspects MetadataAlone = FileAspects.Mode | FileAspects.Owner | FileAspects.Modified | FileAspects.Attributes | FileAspects.Opaque;

    /// <summary>Seconds by which the engine's record may be older than what it wrote before: both are its own writes.</summary>
    private const long ToleranceSeconds = 2;

    /// <summary>Of a file of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="file">What differs.</param>
    /// <param name="changed">The change time of the file, or of the directory that a missing one lay in; null where the evidence has none of the host.</param>
    public static Grounds Of(Layer layer, FileDifference file, Timestamp? changed)
    {
        AlterationTime when = When(layer, changed);
        bool isMetadata = file.Status == CheckStatus.Altered && (file.Aspects & ~MetadataAlone) == 0;
        FindingConfidence confidence = when switch
        {
            AlterationTime.Before => FindingConfidence.Low,
            AlterationTime.After => isMetadata ? FindingConfidence.Medium : FindingConfidence.High,
            _ => isMetadata ? FindingConfidence.Low : FindingConfidence.Medium,
        };
        string record = layer.TarRecord?.IsTar == true ? "the layer's tar, as the engine kept it" : "the engine's record of the layer's tar (tar-split)";
        string[] basis = [record, Fact(file), Words(layer, file, changed, when)];
        return new Grounds(confidence, basis, [.. Alternatives(file, when)]);
    }

    /// <summary>Of a digest that names what it does not fit.</summary>
    public static Grounds OfDigest(string what) => new(FindingConfidence.Medium,
        [$"the digest by which the engine names {what}", "its bytes in the evidence", "when it was changed cannot be told"],
        ["a fault of the disk or file system", "a program of the host that rewrote the file, such as one that migrates or mends a store"]);

    /// <summary>Of a record that should be there.</summary>
    public static Grounds OfGap(string what) => new(FindingConfidence.Low, [what],
        ["a crash while the engine wrote or removed it", "it was not collected"]);

    /// <summary>Of a medium that is not what its own digest says.</summary>
    public static readonly Grounds OfMedium = new(FindingConfidence.High, ["the digest that the image carries of itself", "the medium as it is read"],
        ["a fault of the disk that the image lies on", "an image that was cut or copied in part"]);

    /// <summary>Whether the time says that it was done after the layer was stored.</summary>
    public static AlterationTime When(Layer layer, Timestamp? changed) =>
        changed is not { IsUsable: true } at || layer.Registered is not { IsUsable: true } stored ? AlterationTime.Unknown
        : at.Seconds > stored.Seconds + ToleranceSeconds ? AlterationTime.After
        : AlterationTime.Before;

    private static string Fact(FileDifference file) => file.Status switch
    {
        CheckStatus.Missing => "the file is not in the layer's directory",
        CheckStatus.Planted => "the file is in the layer's directory, and the record has none of its name",
        _ => "what the file has: " + string.Join(", ", file.Differences.Select(d => d.Name).Distinct(StringComparer.Ordinal)),
    };

    private static string Words(Layer layer, FileDifference file, Timestamp? changed, AlterationTime when)
    {
        string whose = file.Status == CheckStatus.Missing ? "its directory's change time" : "its change time";
        return when switch
        {
            AlterationTime.After => $"{whose}, {changed}, is later than the layer was registered, {layer.Registered}",
            AlterationTime.Before => $"{whose}, {changed}, is not later than the layer was registered, {layer.Registered}: it was not done after that",
            _ => "when it was done cannot be told: the evidence has no change time of the host, or no time of registration",
        };
    }

    private static IEnumerable<string> Alternatives(FileDifference file, AlterationTime when)
    {
        if (when == AlterationTime.Before)
            yield return CheckWords.StoredSo;
        if (file.Status == CheckStatus.Missing)
            yield return "a repair of the file system took it away, or the copy left it out";
        if (file.Status == CheckStatus.Planted)
            yield return "a program of the host that wrote into the engine's directories, such as one for backups or scans";
        if ((file.Aspects & (FileAspects.Content | FileAspects.Size | FileAspects.Kind | FileAspects.Link | FileAspects.Device)) != 0)
            yield return "a fault of the disk or file system, as after a crash";
        if ((file.Aspects & (FileAspects.Mode | FileAspects.Owner)) != 0)
            yield return "somebody who changed owners or modes of the engine's directory as a whole, or a copy that did not keep them";
        if ((file.Aspects & FileAspects.Modified) != 0)
            yield return "a copy or backup that was put back";
        if ((file.Aspects & (FileAspects.Attributes | FileAspects.Opaque)) != 0)
            yield return "a copy that kept attributes of some files only";
    }
}

/// <summary>When a difference from the record came to be.</summary>
internal enum AlterationTime
{
    /// <summary>No time tells.</summary>
    Unknown,

    /// <summary>Not after the layer was registered.</summary>
    Before,

    After,
}
