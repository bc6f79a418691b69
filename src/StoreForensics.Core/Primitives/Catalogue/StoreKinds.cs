using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Files of a store of any age, and JSON: STORE, JSON.</summary>
internal static class StoreKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-STORE-0001", "A metadata file of the store cannot be read.",
            "What it says is missing: the message and the path tell which file. Other objects are read."),
        Damage("SF-STORE-0002", "Something else stands where a file is expected.",
            "It is not followed, as a link could lead anywhere; what the file would say is missing."),
        Damage("SF-STORE-0003", "Something else stands where a directory is expected.",
            "It is not followed; what the directory would hold is missing."),
        Damage("SF-STORE-0004", "A metadata file is larger than any that an engine writes.",
            "It is not read; what it would say is missing. It may be planted."),
        Damage("SF-STORE-0005", "A metadata file is shorter than its size says.",
            "What could be read is used; its end is missing."),
        Damage("SF-STORE-0006", "Parts that every engine makes are not in the evidence.",
            "Not collected, or gone: the message says which. What they would tell is unknown, and nothing is called removed or interrupted because of it."),
        Damage("SF-STORE-0007", "A directory of the store is a link to where the evidence has nothing.",
            "What it holds is missing: perhaps on another volume that was not acquired. The message names the place."),
        Note("SF-STORE-0008", "A directory of the store is a link that was followed inside the evidence.",
            "What it holds is read from there. Nothing is missing."),
        Damage("SF-STORE-0009", "There are more stores inside of stores than are read.",
            "Those behind the limit are missing; their files are told as those of the container or volume that they lie in."),
        Note("SF-STORE-0012", "A store of a rootless engine, without the ids that its user had.",
            "Owners are those of the disk: 0 in a container is the user, every other id is shifted by an amount that etc/subuid would tell."),
        Damage("SF-STORE-0013", "More archives of images lie in the evidence than are read.",
            "Those that are not read are missing from all that is told."),
        Note("SF-STORE-0014", "A store lies in a snapshot of a file system.",
            "Its images and containers are a state that was set aside, and are counted beside those of the store in use: what is in both is one thing at two times."),
        Damage("SF-JSON-0001", "A file is empty where JSON is expected.",
            "All that it would say is missing: a write that was cut off, or emptied by hand."),
        Damage("SF-JSON-0002", "A file is not JSON.",
            "All that it would say is missing: damaged, cut or overwritten."),
        Damage("SF-JSON-0003", "A file holds another JSON value than an object.",
            "All that it would say is missing; no engine writes it so."),
        Warning("SF-JSON-0004", "A JSON file holds bytes that are not UTF-8.",
            "They are shown as U+FFFD; everything else in the file holds."),
        Warning("SF-JSON-0005", "More bytes follow the JSON value of a file.",
            "They are not read: what an earlier, longer content left, or an addition. The value before them holds."),
        Damage("SF-JSON-0006", "A field of a JSON file has another type than an engine writes.",
            "The field is not used: altered or damaged. Other fields of the file are."),
        Warning("SF-JSON-0007", "A JSON file holds escapes that are half of a surrogate pair.",
            "They are shown as U+FFFD, as the engine reads them; everything else in the file holds."),
    ];
}
