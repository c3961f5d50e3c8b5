//! Names of the eastern border and of the overseas departments, for [`super::held_out`] only.

use super::stock::{OriginWords, StockWords, TailWords};

/// The words of the held-out profile.
pub const STOCK: StockWords = StockWords {
    origins: &[
        OriginWords {
            share: 0.46,
            built: 0.66,
            surnames: "Muller, Schmitt, Meyer, Weber, Martin, Klein, Schneider, Fischer, Wagner, Humbert, Becker, Thomas, Richard, Antoine, Bernard, Mathieu, \
                François, Simon, Schmidt, Laurent, Marchal, Keller, Roth, Weiss, Wolff, Kieffer, Walter, Hoffmann, Jung, Fuchs, Zimmermann, Lambert, Didier, \
                Vautrin, Colin, Thiébaut, Pierron, Jacquot, Noël, Thouvenin, Claudel, Aubertin, Bour, Huber, Lang, Maurer, Schaeffer, Sutter, Ehrhart, Litzler, \
                Gérard, Grandjean, Mangin, Petitjean, Bastien, Parisot, Vuillemin, Jeanningros, Faivre, Girardot, Cuenot, Courvoisier, Grosjean, Haas, Lorentz, \
                Oberlé, Stoffel, Herrmann, Wendling, Kuntz, Baumann, Bauer, Braun, Koch, Lehmann, Peter, Steiner, Vogel, Winter, Ziegler, Bischoff, Burger, \
                Dietrich, Ernst, Frey, Gross, Heitz, Kempf, Metzger, Mosser, Rieffel, Schwartz, Spiess, Ulrich, Wurtz, Guillaume, Collignon, Lallemand, L'Huillier, \
                Henry, Contal, Ferry, Gauthier, Hanriot, Jolibois, Rémy, Poirot, Perrin, Viry, Valentin",
            girls: "Louise, Alice, Lina, Mia, Rose, Ambre, Romy, Anna, Léna, Jade, Chloé, Agathe, Julia, Zoé, Elena, Clara, Mathilde, Lou, Élise, Maëlle, \
                Charlotte, Juliette, Margaux, Victoire, Célestine, Élina, Emmy, Lucie, Léonie, Manon, Noémie, Hélène, Lise-Marie, Jeanne, Thaïs, Joséphine, Ève, \
                Marie-Ange, Astrid, Ingrid, Odile, Frida, Mélina, Anouk, Héloïse, Salomé, Cléa, Flora, Lilly, Wendy",
            boys: "Gabriel, Louis, Raphaël, Jules, Adam, Léo, Arthur, Lucas, Hugo, Nathan, Noé, Maël, Théo, Paul, Ethan, Victor, Sacha, Nolan, Tom, Aaron, Gaspard, \
                Mathéo, Éliott, Antoine, Clément, Robin, Simon, Martin, Valentin, Maxence, Quentin, Bastien, Émile, Oscar, Marceau, Léon, Baptiste, Thibaut, Jean-Paul, \
                Loïc, Marc-Antoine, Matthias, Frédéric, Xavier, Bruno, Tristan, Corentin, Yannick, Erwin, Elias",
            women: "Céline, Stéphanie, Sandrine, Véronique, Christine, Nathalie, Sylvie, Aurélie, Émilie, Valérie, Catherine, Isabelle, Anne, Martine, Élodie, \
                Caroline, Audrey, Laetitia, Sabine, Estelle, Mélanie, Delphine, Muriel, Carine, Françoise, Anne-Catherine, Marie-Odile, Fabienne, Séverine, Laure, \
                Rachel, Joëlle, Frédérique, Myriam, Nadine, Cathy, Christelle, Annick, Marie-France, Géraldine, Béatrice, Élisabeth, Sonia, Julie, Claire, Patricia, \
                Monique, Michèle, Claudine, Pascale",
            men: "Christophe, Frédéric, Sébastien, Laurent, Nicolas, Stéphane, Thierry, Philippe, Pascal, David, Olivier, Jérôme, Michel, Éric, Julien, Christian, \
                Vincent, Bernard, Marc, Cédric, Alain, Raphaël, Jean-Luc, Thomas, Fabrice, Mathieu, Emmanuel, Jean-Marie, Régis, François, Guillaume, Hubert, Arnaud, \
                Patrick, Didier, Jean-Claude, Jacky, Romain, Alexandre, Grégory, Joël, Francis, Roland, Gérard, Benoît, Rémy, Dominique, Luc, André, Xavier",
        },
        OriginWords {
            share: 0.24,
            built: 0.45,
            surnames: "Hoarau, Payet, Grondin, Boyer, Dijoux, Fontaine, Rivière, Robert, Hoareau, Maillot, Morel, Bègue, Técher, Lebon, Nativel, Turpin, Vitry, \
                Sautron, Gonthier, Mussard, Jean-Baptiste, Joseph, Louis, Charles, Pierre, Jean, Célestin, Marie-Louise, Jean-Louis, Saint-Prix, Bellance, Cadet, \
                Élisabeth, Rosette, Dorville, Bourgeois, Moutoussamy, Ramassamy, Virapin, Sinapayel, Mardaye, Vingadassamy, Narayanin, Rangassamy, Tangapriganin, \
                Jean-Pierre, Marie-Joseph, Zami, Édouard, Nelson, Ajax, Cétout, Lubin, Sainte-Rose, Éloidin, Tehei, Teriitahi, Tuihani, Maoni, Faatau",
            girls: "Maëva, Océane, Lou-Anne, Shana, Naëlle, Kélya, Chloé, Anaëlle, Jade, Kiara, Mahina, Vaimiti, Hinatea, Lola, Léa, Ambre, Émilie, Inaya, Loane, Marie-Kelly, \
                Eloïse, Noéline, Aliyah, Tiana, Roxanne, Gaëlle, Vanille, Kelly-Ann, Mélissa, Solène",
            boys: "Kylian, Lucas, Noah, Mathéo, Enzo, Loan, Teva, Manoa, Ethan, Kenzo, Jean-Yves, Nathan, Warren, Dylan, Djayson, Rayan, Ruben, Maël, Tyméo, Rémi, \
                Keanu, Moana, Jordan, Loïc, Elijah, Gabriel, Yohan, Axel, Evan, Johan",
            women: "Marie, Sabrina, Nadège, Marie-Josée, Sandrine, Jessica, Mylène, Marie-Claire, Guylaine, Vanessa, Marie-Line, Nathalie, Élodie, Gladys, Marlène, \
                Ginette, Corinne, Poerava, Vaea, Murielle, Marie-Andrée, Rose-May, Ludivine, Sonia, Yolaine, Laurence, Katia, Jacqueline, Aurélie, Christelle",
            men: "Jean-Marc, Fabrice, Olivier, Jimmy, Frédéric, Jean-Bernard, Willy, Ludovic, Patrice, Jean-René, Cédric, Dany, Yannick, Jean-Claude, Rudy, Teddy, Tamatoa, \
                Heimana, Gilbert, Expédit, Jean-Hugues, Pascal, Éric, Christophe, Sully, Dominique, Max, Emmanuel, Richard, Jocelyn",
        },
        OriginWords {
            share: 0.09,
            built: 0.6,
            surnames: "Bennani, Chaabane, El Ouardi, Belaïd, Ait Said, Ouchene, Hamidou, Bouras, Zeroual, El Fassi, Ben Hamou, Guerfi, Mebarki, Sadki, Attou, Harrak, \
                Ouahabi, Dahmani, Bouzidi, Lahlou, Kheddar, Tazi, Benmoussa, Abid, Rezgui, Jaziri, Ben Romdhane, Mhiri, Belmokhtar, Oukacha",
            girls: "Lina, Sofia, Jannat, Amira, Nour, Yousra, Meriem, Sara, Dounia, Ilham, Aïcha, Manel, Selma, Farah, Douaa, Imène",
            boys: "Mohammed, Ayman, Youcef, Zakariya, Reda, Ilyas, Soufiane, Abdallah, Hocine, Rayane, Oussama, Badr, Aymen, Khalil, Tarik, Abdel-Karim",
            women: "Nadira, Fadila, Hassiba, Khadidja, Zahia, Naïma, Rabia, Touria, Fatna, Siham, Djamila, Nacera, Wafa, Ghizlane, Asmaa, Lamia",
            men: "Abdelhamid, Mohammed, Lahouari, Boualem, Hocine, Rabah, Driss, Mounir, Aziz, Abdel, Ridha, Moncef, Lotfi, Slimane, Abdelhak, Youcef",
        },
        OriginWords {
            share: 0.06,
            built: 0.4,
            surnames: "Saïd, Ali, Abdou, Madi, Mohamed, Ahamada, Youssouf, Combo, Bacar, Attoumani, Houmadi, Soilihi, Hamada, M'Changama, Boinali, Ousseni, Daoud, \
                Ibrahim, Mchindra, Salim, Rakoto, Rabe, Randria, Rakotoarisoa, Andrianarivo, Razafindrakoto, Ramanantsoa, Rasoanaivo, Ratsimba, Nguema",
            girls: "Nadjima, Faïza, Anziza, Zaïnaba, Moinaecha, Rahma, Naïla, Hasna, Fitia, Aina, Miora, Echati, Nassima, Saïda",
            boys: "Nadjib, Anli, Kamal, Fahad, Saïd-Omar, Ambdi, Naïm, Toky, Andry, Mickaël, Irchad, El-Anrif, Zaïd, Nassur",
            women: "Zaïna, Echata, Sitti, Moina, Halima, Riziki, Zalihata, Hanta, Voahangy, Lalao, Chamsia, Anrafati, Mariata, Roukia",
            men: "Saïd, Ali, Ahmed, Madi, Abdallah, Soilihi, Hamada, Hery, Jean, Solofo, Ibrahim, Daniel, Attoumane, Bacar",
        },
        OriginWords {
            share: 0.08,
            built: 0.45,
            surnames: "Ferrari, Bianchi, Colombo, Ricci, Greco, De Luca, Costa, Mancini, Giordano, Rizzo, Barbieri, D'Amico, Lo Presti, Di Stefano, La Rocca, Da Rocha, \
                De Almeida, Nunes, Vieira, Cardoso, Dos Reis, Soares, Barbosa, Moura, Simões, Leitão, Magalhães, Conceição, Guimarães, Della Valle",
            girls: "Giulia, Aurora, Elisa, Chiara, Matilde, Beatriz, Leonor, Matilda, Joana, Rafaela, Livia, Serena, Alessia, Gaia",
            boys: "Leonardo, Tommaso, Gianni, Rodrigo, Duarte, Simão, Luigi, Nino, Dario, Afonso, André, Santiago, Angelo, Romeo",
            women: "Rosanna, Giovanna, Anna-Maria, Concetta, Lucinda, Graça, Deolinda, Filomena, Silvia, Daniela, Maria da Luz, Antonella, Elvira, Conceição",
            men: "Antonino, Vito, Domenico, Calogero, Armando, Joaquim, Agostinho, Américo, Rosario, Franco, Mário, Luciano, Vítor, Agostino",
        },
        OriginWords {
            share: 0.07,
            built: 0.5,
            surnames: "Öztürk, Karataş, Güngör, Yavuz, Aktaş, Sarı, Taş, Yüksel, Avcı, Bozkurt, Hakobyan, Grigoryan, Hovhannisyan, Popa, Dumitru, Stoica, Hoxha, Shala, Bytyqi, Hasani, \
                Jovanović, Đorđević, Nikolov, Dimitrov, Mazur, Krawczyk, Zieliński, Woźniak, Kozłowski, Łukasik, Sivanesan, Kandiah, Selvarajah, Thevarajah, Xhaferi, Çoban",
            girls: "Ayla, Defne, Mirjeta, Anush, Ioana, Teodora, Zuzanna, Hanna, Abirami, Tharani, Rukiye, Mélek, Nilay, Lejla",
            boys: "Kaan, Yiğit, Blerim, Davit, Andrei, Bogdan, Szymon, Wiktor, Vithusan, Aran, Selim, Muhammed, Umut, Denis",
            women: "Gülay, Nurcan, Shpresa, Gayane, Mihaela, Mariana, Małgorzata, Beata, Sivakumari, Vasanthy, Hacer, Zehra, Aysel, Dragana",
            men: "İsmail, Cengiz, Agim, Armen, Gheorghe, Florin, Grzegorz, Zbigniew, Sivakumar, Rajan, Şükrü, Veysel, Bekir, Zoran",
        },
    ],
    tails: &[
        TailWords {
            share: 0.55,
            starts: "Bau, Bitt, Blum, Bock, Burg, Dann, Dorn, Eck, Erb, Fink, Fritsch, Gang, Geiss, Graff, Hamm, Hein, Hell, Hirsch, Horn, Jost, Kall, Kern, Kling, Koenig, \
                Krae, Kreb, Lieb, Linden, Mack, Mos, Nag, Nuss, Ost, Pfei, Rapp, Reb, Ried, Sand, Sieg, Spitz, Stoe, Stutz, Thal, Traut, Vog, Wack, Wehr, Will, Wolf, Zell, Zink",
            middles: ", e, el, en, er, i, l, n, ig, es, s, t, ner, isch, um, le, o, au, ets, z",
            ends: "mann, er, lin, ler, ner, bach, bauer, brunner, dorf, eisen, felder, gart, gast, geist, haar, hart, heimer, inger, kopf, meister, muth, reuter, rich, schmitt, stahl, stein, vogel, wald, weber, zer",
            articles: "Zum, Von",
            article_share: 0.003,
        },
        TailWords {
            share: 0.45,
            starts: "Aub, Bail, Bert, Bol, Cher, Clau, Colli, Cug, Dem, Didi, Fai, Flo, Gé, Gir, Gran, Hum, Jacq, Jean, Jol, Lal, Lhom, Mai, Man, Mat, Mou, Nico, Ody, Par, Pier, Poi, Poncel, \
                Re, Rich, Rol, Sim, Tho, Thié, Vau, Viri, Vuille, Xa, Beu, Cha, Gros, Petit",
            middles: ", b, c, d, g, l, m, n, r, t, v, ll, nn, rr, an, en, in, on, ar, er, is, os",
            ends: "ot, otte, in, on, el, ez, ier, ey, ard, at, aud, enot, erey, eret, erot, et, illemin, illot, inot, ond, otel, oz, rey, ron, uel, ussot, y, é, ay, aux",
            articles: "Le, De, La",
            article_share: 0.015,
        },
    ],
    girls_tail: (
        "A, Aé, Ana, Ché, Cy, Dja, Eli, Fio, Gué, Hei, Ilé, Jé, Kaï, Kel, Lau, Léo, Lo, Maï, Méi, My, Na, Né, Oli, Ra, Rosa, Shé, Ta, Té, Va, Wé, Yé, Zo",
        ", hi, la, li, lo, ly, mé, na, ra, ri, ta, vé, ya, ni, sha",
        "a, na, line, lyne, mie, ra, ria, rose, sie, tte, tea, veig, via, ya, yse, zia, nie, dy, ïs, na-Lou",
    ),
    boys_tail: (
        "A, Ari, Bra, Cé, Dé, Dja, E, Fé, Gé, Hei, I, Jé, Ké, Keï, Lio, Lo, Ma, Man, Mé, Na, No, Ra, Ro, Sé, Ta, Té, Ti, Ty, Va, Wil, Yo, Zé",
        ", a, do, ha, la, li, lo, ma, na, ni, ra, ro, ta, va, vy",
        "c, do, dy, han, hau, kim, l, lan, ly, n, no, nui, ron, ry, s, shan, tea, ti, vaï, won",
    ),
    compound_second: (
        "Ange, Claire, Anne, Louise, Rose, May, Lou, Jeanne, France, Odile",
        "Marie, Claude, Paul, Noël, Luc, René, Yves, Hugues, Bernard, Éric",
    ),
    compound_share: 0.03,
};
