using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Tar-splits, and verification against them: TARSPLIT, VERIFY.</summary>
internal static class RecordKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-TARSPLIT-0001", "The rest of a tar-split cannot be read.",
            "The layer cannot be verified whole: entries behind that place have no record to compare with."),
        Damage("SF-TARSPLIT-0002", "A line of a tar-split is no entry.",
            "The layer cannot be verified whole: that entry has no record to compare with."),
        Damage("SF-TARSPLIT-0003", "An entry of a tar-split is out of order.",
            "Entries are missing or were moved: the layer cannot be verified whole."),
        Damage("SF-TARSPLIT-0004", "No tar header that can be read stands before an entry of a tar-split.",
            "Its recorded metadata is unknown. Its size and checksum are compared."),
        Warning("SF-TARSPLIT-0005", "A tar-split and its tar header name a file differently.",
            "The tar-split's name is followed: altered, or not written by an engine."),
        Warning("SF-TARSPLIT-0006", "A PAX record in a tar-split cannot be read.",
            "What it said of one entry is not compared: an exact time, an attribute."),
        Warning("SF-TARSPLIT-0007", "A tar-split and its tar header give a file's size differently.",
            "The tar-split's size is followed: altered, or not written by an engine."),
        Damage("SF-TARSPLIT-0008", "A tar-split holds no entry.",
            "The layer cannot be verified: even of a layer without files the end of its tar is recorded."),
        Damage("SF-TARSPLIT-0009", "A layer's tar ends early, or holds what no engine writes.",
            "What stands behind it is not compared. The message says at which byte of the unpacked tar."),
        Damage("SF-VERIFY-0001", "A tar-split cannot be opened.",
            "The layer is not verified."),
        Warning("SF-VERIFY-0002", "A layer's tar names what leads out of it.",
            "No engine extracts that: the image was made to harm, or damaged. The entry is not compared."),
    ];
}
