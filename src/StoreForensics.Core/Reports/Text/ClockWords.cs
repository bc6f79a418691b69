using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>The words for what a statement about the clocks does to trust.</summary>
internal static class ClockWords
{
    public static string Word(ClockWeight weight) => weight switch
    {
        ClockWeight.Contradicts => "contradicts",
        ClockWeight.Limits => "limits",
        _ => "supports",
    };

    /// <summary>The same as an examiner would say it at the head of a statement.</summary>
    public static string Label(ClockWeight weight) => weight switch
    {
        ClockWeight.Contradicts => "Speaks against the clocks",
        ClockWeight.Limits => "Calls for caution",
        _ => "Speaks for the clocks",
    };
}
