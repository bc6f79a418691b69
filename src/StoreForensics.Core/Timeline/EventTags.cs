
namespace StoreForensics.Timeline;

/// <summary>What an examiner should know of a row at once; in the timeline as comma-joined words, in byte order.</summary>
[Flags]
internal enum EventTags : ushort
{
    None = 0,
    BeforeEpoch = 1,
    ForeignClock = 2,
    Future = 4,
    Inferred = 8,
    LowConfidence = 16,
    Opaque = 32,
    Orphan = 64,
    Partial = 128,
    Removing = 256,
    Secret = 512,
    Tampered = 1024,
    Normalized = 2048,
    BeforeStep = 4096,
    AfterStep = 8192,
    ChangeBeforeModification = 16384,
}

internal static class EventTagWords
{
    private static readonly string?[] s_words = new string?[32768];

    /// <summary>The text of the column; empty for none. The same instance every time.</summary>
    public static string Text(this EventTags tags) => s_words[(int)tags] ??= Spell(tags);

    private static string Spell(EventTags tags)
    {
        var words = new List<string>();
        Add(EventTags.BeforeEpoch, "before-1970");
        Add(EventTags.ForeignClock, "foreign-clock");
        Add(EventTags.Future, "future");
        Add(EventTags.Inferred, "inferred");
        Add(EventTags.LowConfidence, "low-confidence");
        Add(EventTags.Opaque, "opaque");
        Add(EventTags.Orphan, "orphan");
        Add(EventTags.Partial, "partial");
        Add(EventTags.Removing, "removing");
        Add(EventTags.Secret, "secret");
        Add(EventTags.Tampered, "tampered");
        Add(EventTags.Normalized, "normalized");
        Add(EventTags.BeforeStep, "before-step");
        Add(EventTags.AfterStep, "after-step");
        Add(EventTags.ChangeBeforeModification, "ctime-before-mtime");
        words.Sort(StringComparer.Ordinal);
        return string.Join(',', words);

        void Add(EventTags tag, string word)
        {
            if ((tags & tag) != 0)
                words.Add(word);
        }
    }
}
