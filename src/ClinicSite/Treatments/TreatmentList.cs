namespace ClinicSite.Treatments;

/// <summary>One of the three facts under a treatment in the list: two or three words, and what has to be said with them.</summary>
public sealed record ListedFact(string Label, string Words, string Rest, string Claims);

/// <summary>A treatment as the list shows it, whether this clinic offers it or not.</summary>
/// <param name="Slug">Its name in <c>Clinic:Offers</c>.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Address">The page, or the row, that says more.</param>
/// <param name="Sentence">What it is.</param>
/// <param name="Facts">What it may suit, what it takes, and its main risk.</param>
public sealed record ListedTreatment(string Slug, string Name, string Address, Finding Sentence, IReadOnlyList<ListedFact> Facts);

/// <summary>
/// The treatments a person with acne scars will hear of. The list says what exists; only <c>Clinic:Offers</c> says what
/// this clinic does.
/// </summary>
public static class TreatmentList
{
    public static IReadOnlyList<ListedTreatment> All { get; } =
    [
        new("microneedling", "Microneedling", "/treatments/microneedling",
            new("Fine needles make tiny holes in the skin, which then builds new collagen over months.", "what-it-is healing-rebuilding"),
            [
                new("May suit", "Rolling scars", "less so shallow boxcar; ice pick gains least", "needling-for-shallow ice-pick-least"),
                new("Takes", "3 to 6 sessions", "skin settles in up to 7 days each time", "sessions-usual expected-up-to-seven-days"),
                new("Main risk", "New dark marks", "in small studies, up to 1 in 6 people with brown skin (17%)", "dark-marks-dogra fewer-marks-than-co2"),
            ]),
        new("rf-microneedling", "RF microneedling", "/treatments/compare#rf",
            new("The needles also heat the deep skin, which makes it a different treatment.", "rf-uses-heat"),
            [
                new("What differs", "It uses heat", "so healing, risks and rules are its own", "rf-uses-heat"),
                new("Takes", "2 to 4 sessions", "1 to 3 days out of company each time, up to 7", "sessions-others downtime-others"),
                new("Main risk", "Burns, scars", "fat loss and nerve damage: US safety warning, October 2025", "rf-fda-warning"),
            ]),
        new("fractional-laser", "Fractional laser", "/treatments/compare#laser",
            new("A laser treats the skin in tiny dots. Some kinds take skin off, and milder kinds only heat it.", "ablative-for-mixed"),
            [
                new("May suit", "Boxcar, rolling", "kinds that take skin off did more than needles in two small trials", "ablative-for-mixed"),
                new("Takes", "1 to 6 sessions", "2 to 10 days out of company each time", "sessions-others downtime-others"),
                new("Main risk", "New dark marks", "from 1 in 7 (14%) to 3 in 10 people (30%), mostly with brown skin; some had creams to prevent them", "nonablative-dark-marks ablative-dark-marks co2-trial-dark-marks"),
            ]),
        new("chemical-peel", "Chemical peel", "/treatments/compare#superficial-peel",
            new("An acid makes the top of the skin flake off. Mild peels stay near the surface.", "peel-trial"),
            [
                new("May suit", "Flat marks", "mild peels change the depth of a scar little", "marks-treatments depth-beyond-needling"),
                new("Takes", "4 to 6 mild peels", "or more; 1 to 4 days out of company each time", "sessions-others downtime-others"),
                new("Main risk", "New dark marks", "after 1 in 50 mild peels (2%), and a course has several; strong peels carry a high risk on brown or black skin", "peels-dark-marks deep-peel-caution"),
            ]),
        new("subcision", "Subcision", "/treatments/compare#subcision",
            new("A needle or blunt tube cuts the bands that hold a scar down.", "subcision-for-rolling"),
            [
                new("May suit", "Rolling scars", "those that are held down from below", "tethers-need-release"),
                new("Takes", "It varies", "bruises last from days to 2 weeks", "subcision-for-rolling subcision-bruising"),
                new("Main risk", "Bruises", "at times bleeding, or firm lumps under the skin", "subcision-bruising harms-in-practice"),
            ]),
        new("tca-cross", "TCA CROSS", "/treatments/compare#tca-cross",
            new("Strong acid is dotted into each deep pit, and nowhere else.", "cross-for-ice-pick"),
            [
                new("May suit", "Ice pick scars", "narrow pits that needles and laser help least", "cross-for-ice-pick ice-pick-least"),
                new("Takes", "4 sessions", "2 weeks apart, in the studies", "cross-for-ice-pick cross-dark-skin"),
                new("Main risk", "Light or dark spots", "2 of 10 and 3 of 30 people, in two small studies", "cross-pigment cross-dark-skin"),
            ]),
    ];
}
