namespace StoreForensics.Reports.Html;

/// <summary>What templates may cost. Lists of the case are bounded where they are made, far below; a template of the user's may loop by itself.</summary>
internal static class TemplateLimits
{
    /// <summary>Turns of loops and parts written for one page.</summary>
    public const long Steps = 50_000_000;

    /// <summary>UTF-16 characters of one page, the timeline's packed rows apart.</summary>
    public const long Chars = 2L << 30;
}
