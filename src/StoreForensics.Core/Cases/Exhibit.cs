using StoreForensics.Primitives;

namespace StoreForensics.Cases;

/// <summary>An event that the examiner tagged or noted, told by what it says: its number is another in another report.</summary>
/// <param name="Time">Of the event; null where the notes hold none that can be read.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="Path">As reports show it; empty for an event without one.</param>
/// <param name="Message">As reports show it.</param>
/// <param name="Origin">Where the fact stands in the evidence, as reports show it.</param>
/// <param name="Tags">The examiner's.</param>
/// <param name="Note">The examiner's words; empty where there are only tags.</param>
public sealed record Exhibit(Timestamp? Time, string EventType, string Path, string Message, string Origin, IReadOnlyList<string> Tags, string Note);
